package org.postseal.relay.dsn;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postseal.topics.DueReport;
import org.postseal.topics.Envelope;
import org.postseal.topics.ReversePathProof;
import org.postseal.topics.TransactionId;

/** A message of Alice's that failed for Bob; tests change one thing. */
final class Reported {
  static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
  static final TransactionId ID = TransactionId.next(NOW);
  static final String HEADER =
      "From: Alice <alice@sender.example>\r\nMessage-ID: <1@sender.example>\r\nSubject: hello\r\n";
  static final String CONTENT = HEADER + "\r\nThe body.\r\n";
  static final String BOB = "bob@receiver.example";
  static final String AUTHOR = "MAILER-DAEMON@sender.example";
  static final ReportComposer COMPOSER = new ReportComposer("mx.sender.example", 100_000);

  private Reported() {}

  static Envelope envelope(Envelope.Requests requests) {
    return envelope("alice@sender.example", requests);
  }

  static Envelope envelope(String reversePath, Envelope.Requests requests) {
    return new Envelope(
            reversePath,
            List.of(BOB),
            new Envelope.Client("192.0.2.1", "laptop.example", Optional.empty(), "submission"),
            Optional.of("alice"),
            "8BITMIME",
            !reversePath.chars().allMatch(c -> c < 0x80),
            NOW.minusSeconds(3600),
            Optional.of(requests))
        .withProof(Optional.of(ReversePathProof.SUBMISSION));
  }

  static Envelope.Requests asking(String ret, String envid, String orcpt) {
    return new Envelope.Requests(
        false,
        Optional.ofNullable(ret),
        Optional.ofNullable(envid),
        Map.of(BOB, new Envelope.RecipientRequests(Optional.empty(), Optional.ofNullable(orcpt))));
  }

  static ReportedMessage message(Envelope envelope) {
    return message(envelope, CONTENT.getBytes(StandardCharsets.UTF_8));
  }

  static ReportedMessage message(Envelope envelope, byte[] content) {
    int half = content.length / 2;
    return new ReportedMessage(
        ID,
        envelope,
        List.of(Arrays.copyOf(content, half), Arrays.copyOfRange(content, half, content.length)),
        content.length);
  }

  static DueReport.Told bob(DueReport.Action action, String reply) {
    return new DueReport.Told(BOB, action, reply, Optional.of("mx.receiver.example"));
  }

  static DueReport failure(DueReport.Told... told) {
    return new DueReport(ID, DueReport.Kind.FAILURE, 1, NOW, Optional.empty(), List.of(told));
  }

  static byte[] octets(Notification notification) {
    var all = new ByteArrayOutputStream();
    for (var piece : notification.pieces()) {
      var octets = new byte[piece.remaining()];
      piece.duplicate().get(octets);
      all.writeBytes(octets);
    }
    return all.toByteArray();
  }

  static String text(Notification notification) {
    return new String(octets(notification), StandardCharsets.UTF_8);
  }
}
