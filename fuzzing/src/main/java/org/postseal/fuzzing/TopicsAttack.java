package org.postseal.fuzzing;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.postseal.topics.AcceptedRecord;
import org.postseal.topics.BlocklistEntry;
import org.postseal.topics.CloudEvent;
import org.postseal.topics.DeadLetter;
import org.postseal.topics.DomainEntry;
import org.postseal.topics.Json;
import org.postseal.topics.MailTopic;
import org.postseal.topics.MalformedRecordException;
import org.postseal.topics.RecordGroups;
import org.postseal.topics.RecordHeader;
import org.postseal.topics.RetryRecord;
import org.postseal.topics.SignQuestion;
import org.postseal.topics.Signatures;
import org.postseal.topics.SigningKeyEntry;
import org.postseal.topics.Verdict;
import org.postseal.topics.VerifyQuestion;

/**
 * A record of every topic: its key, then lines {@code name=value} of headers, then its value. It is
 * what its topic promises, or malformed; and what was read can be written and read again.
 */
final class TopicsAttack implements Attack {
  private static final int MOST_HEADERS = 20;

  private interface Codec {
    Optional<ProducerRecord<byte[], byte[]>> readAndWrite(ConsumerRecord<byte[], byte[]> record)
        throws MalformedRecordException;
  }

  private static final List<Codec> CODECS =
      List.of(
          record -> Optional.of(VerifyQuestion.of(record).toRecord(0)),
          record -> Optional.of(SignQuestion.of(record).toRecord(0)),
          record -> Optional.of(Verdict.of(record).toRecord()),
          record -> Optional.of(Signatures.of(record).toRecord()),
          record -> Optional.of(RetryRecord.of(record).toRecord(MailTopic.RETRY_1M)),
          record -> Optional.of(CloudEvent.of(record).toRecord(MailTopic.EVENTS)),
          record -> {
            new RecordGroups().add(AcceptedRecord.of(record), 0);
            return Optional.empty();
          },
          record -> {
            DeadLetter.of(record);
            return Optional.empty();
          },
          record -> json(record, DomainEntry.class),
          record -> json(record, BlocklistEntry.class),
          record -> json(record, SigningKeyEntry.class));

  @Override
  public void with(byte[] octets) {
    var parts = new Parts(octets, 3);
    for (Codec codec : CODECS) {
      var written = readAndWrite(codec, arrived(parts.octets(0), headers(parts), parts.octets(2)));
      if (written.isPresent()) {
        var first = written.get();
        var again = readAndWrite(codec, arrived(first.key(), first.headers(), first.value()));
        BrokenClaim.unless(again.isPresent(), "what was written is read");
        BrokenClaim.unless(
            Arrays.equals(again.get().value(), first.value())
                && again.get().headers().equals(first.headers()),
            "written and read again");
      }
    }
  }

  private static Optional<ProducerRecord<byte[], byte[]>> readAndWrite(
      Codec codec, ConsumerRecord<byte[], byte[]> record) {
    try {
      return codec.readAndWrite(record);
    } catch (MalformedRecordException _) {
      return Optional.empty();
    }
  }

  private static <T> Optional<ProducerRecord<byte[], byte[]>> json(
      ConsumerRecord<byte[], byte[]> record, Class<T> type) throws MalformedRecordException {
    byte[] written = Json.write(Json.read(record.value(), type));
    return Optional.of(new ProducerRecord<>(record.topic(), record.key(), written));
  }

  private static Headers headers(Parts parts) {
    var headers = new RecordHeaders();
    for (String line : parts.text(1).split("\n", MOST_HEADERS)) {
      int equals = Math.max(0, line.indexOf('='));
      for (RecordHeader header : RecordHeader.values()) {
        if (header.headerName().equals("postseal-" + line.substring(0, equals))) {
          headers.add(
              header.headerName(),
              line.substring(equals + 1).getBytes(StandardCharsets.ISO_8859_1));
        }
      }
    }
    return headers;
  }

  private static ConsumerRecord<byte[], byte[]> arrived(byte[] key, Headers headers, byte[] value) {
    return new ConsumerRecord<>(
        "topic",
        0,
        7,
        0,
        TimestampType.LOG_APPEND_TIME,
        0,
        0,
        key,
        value,
        headers,
        Optional.empty());
  }
}
