package org.postseal.topics;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.record.TimestampType;

/** What the tests of this package start from: things that work. */
final class Fixtures {
  static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

  static final TransactionId ABOUT = TransactionId.next(NOW);

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

  /** About two recipients, one of whom nobody replied for. */
  static DueReport report(DueReport.Kind kind, DueReport.Action action) {
    return new DueReport(
        ABOUT,
        kind,
        7,
        NOW,
        kind == DueReport.Kind.DELAY ? Optional.of(NOW.plusSeconds(86_400)) : Optional.empty(),
        List.of(
            new DueReport.Told(
                "bob@receiver.example",
                action,
                "550 5.1.1 unknown",
                Optional.of("mx.receiver.example")),
            new DueReport.Told(
                "eve@receiver.example", action, "450 4.4.1 no answer", Optional.empty())));
  }

  /** Sessions in clear and with TLS, with and without a policy. */
  static List<DeliveryFact.Via> vias() {
    var bare =
        new DeliveryFact.Via(
            "mx.receiver.example",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    var spokenTo =
        Stream.of("dane", "mta-sts", "mta-sts-testing", "verified", "opportunistic", "none")
            .map(
                policy ->
                    new DeliveryFact.Via(
                        "mx.receiver.example",
                        Optional.of("192.0.2.25"),
                        Optional.of("TLSv1.3"),
                        Optional.of("TLS_AES_256_GCM_SHA384"),
                        Optional.of(policy),
                        Optional.of("met")));
    return Stream.concat(Stream.of(bare), spokenTo).toList();
  }

  /** Of each type of policy. */
  static List<DeliveryFact.TlsSession> tlsSessions() {
    return Stream.of("tlsa", "sts", "no-policy-found", "ours")
        .map(
            type ->
                new DeliveryFact.TlsSession(
                    type,
                    "receiver.example",
                    "certificate-expired",
                    "mx2.receiver.example",
                    "192.0.2.26"))
        .toList();
  }
}
