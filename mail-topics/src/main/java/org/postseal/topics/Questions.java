package org.postseal.topics;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.postseal.authentication.message.DigestedMessage;

/** How both kinds of question are written and read. */
final class Questions {
  private static final long LONGEST_BUDGET_MS = Duration.ofMinutes(10).toMillis();
  private static final int MOST_ATTEMPTS = 9;

  private Questions() {}

  static ProducerRecord<byte[], byte[]> record(
      MailTopic topic,
      int partition,
      TransactionId transactionId,
      Asker asker,
      Envelope envelope,
      DigestedMessage message) {
    var record =
        new ProducerRecord<>(
            topic.topic(),
            partition,
            transactionId.value().getBytes(StandardCharsets.US_ASCII),
            message.headerSection());
    var headers = record.headers();
    RecordHeader.INSTANCE.put(headers, asker.instance().value());
    RecordHeader.BUDGET.put(headers, Long.toString(asker.budget().toMillis()));
    RecordHeader.ATTEMPT.put(headers, Integer.toString(asker.attempt()));
    RecordHeader.ENVELOPE.put(headers, Json.write(envelope));
    RecordHeader.DIGESTS.put(headers, Json.write(Digests.of(message)));
    return record;
  }

  static Asker asker(ConsumerRecord<byte[], byte[]> record) throws MalformedRecordException {
    var headers = record.headers();
    return new Asker(
        Records.instance(record),
        Duration.ofMillis(RecordHeader.BUDGET.number(headers, LONGEST_BUDGET_MS)),
        (int) RecordHeader.ATTEMPT.number(headers, MOST_ATTEMPTS));
  }

  static Envelope envelope(ConsumerRecord<byte[], byte[]> record) throws MalformedRecordException {
    return Json.read(RecordHeader.ENVELOPE.octets(record.headers()), Envelope.class);
  }

  static DigestedMessage message(ConsumerRecord<byte[], byte[]> record)
      throws MalformedRecordException {
    return Json.read(RecordHeader.DIGESTS.octets(record.headers()), Digests.class)
        .with(Records.value(record));
  }
}
