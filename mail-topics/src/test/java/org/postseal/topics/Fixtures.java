package org.postseal.topics;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.record.TimestampType;

/** What the tests of this package start from: things that work. */
final class Fixtures {
  static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

  private Fixtures() {}

  static Envelope envelope() {
    return new Envelope(
        "alice@sender.example",
        List.of("bob@receiver.example", "\"odd @\"@receiver.example"),
        new Envelope.Client("192.0.2.1", "mx.sender.example", Optional.of("TLSv1.3"), "mx"),
        Optional.empty(),
        "8BITMIME",
        false,
        NOW);
  }

  static final Envelope.Requests REQUESTS =
      new Envelope.Requests(
          true,
          Optional.of("HDRS"),
          Optional.of("QQ+2B1"),
          Map.of(
              "bob@receiver.example",
              new Envelope.RecipientRequests(
                  Optional.of("SUCCESS,DELAY"), Optional.of("rfc822;b+40x")),
              "dora@receiver.example",
              new Envelope.RecipientRequests(Optional.of("NEVER"), Optional.empty())));

  static Envelope envelopeWith(Envelope.Requests requests) {
    return new Envelope(
        "alice@sender.example",
        List.of("bob@receiver.example", "dora@receiver.example", "eve@receiver.example"),
        new Envelope.Client("192.0.2.1", "mx.sender.example", Optional.of("TLSv1.3"), "mx"),
        Optional.empty(),
        "8BITMIME",
        true,
        NOW,
        Optional.of(requests));
  }

  /** What a consumer would see of a record the broker appended now. */
  static ConsumerRecord<byte[], byte[]> arrived(ProducerRecord<byte[], byte[]> record) {
    return new ConsumerRecord<>(
        record.topic(),
        record.partition() == null ? 0 : record.partition(),
        7,
        NOW.toEpochMilli(),
        TimestampType.LOG_APPEND_TIME,
        0,
        0,
        record.key(),
        record.value(),
        record.headers(),
        Optional.empty());
  }
}
