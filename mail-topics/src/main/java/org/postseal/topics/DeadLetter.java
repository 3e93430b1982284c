package org.postseal.topics;

import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A record nobody can work with, kept on {@code mail.dead-letter} exactly as it was, with the
 * reason.
 *
 * @param service who gave up on it
 * @param topic where it was
 * @param partition where it was
 * @param offset where it was
 * @param reason why, for people
 * @param at when
 */
public record DeadLetter(
    String service, String topic, int partition, long offset, String reason, Instant at) {

  /** The record to write for a poison record. */
  public static ProducerRecord<byte[], byte[]> record(
      ConsumerRecord<byte[], byte[]> poison, String service, String reason, Instant now) {
    var letter = new ProducerRecord<>(MailTopic.DEAD_LETTER.topic(), poison.key(), poison.value());
    poison.headers().forEach(header -> letter.headers().add(header));
    RecordHeader.DEAD_LETTER.put(
        letter.headers(),
        Json.write(
            new DeadLetter(
                service, poison.topic(), poison.partition(), poison.offset(), reason, now)));
    return letter;
  }

  /** Reads why a record is on {@code mail.dead-letter}. */
  public static DeadLetter of(ConsumerRecord<byte[], byte[]> record)
      throws MalformedRecordException {
    return Json.read(RecordHeader.DEAD_LETTER.octets(record.headers()), DeadLetter.class);
  }
}
