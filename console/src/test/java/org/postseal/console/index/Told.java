package org.postseal.console.index;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postseal.topics.CloudEvent;
import org.postseal.topics.DeliveryFact;
import org.postseal.topics.Envelope;
import org.postseal.topics.Json;
import org.postseal.topics.MessageId;
import org.postseal.topics.TransactionFact;

/** Events as ingress and relay tell them. */
public final class Told {
  private Told() {}

  public static CloudEvent received(String id, Instant at, String reversePath, String helo) {
    return CloudEvent.of(
        CloudEvent.Type.RECEIVED,
        "/ingress-smtp/1",
        id,
        at,
        TransactionFact.received(envelope(at, reversePath, helo), 1234)
            .withMessageId(Optional.of(messageId(id))));
  }

  /** A Message-ID that is as long as one can be, from somebody who means harm. */
  public static String messageId(String id) {
    var text = id + "\"><script>'; DROP TABLE message; --";
    return text + "x".repeat(MessageId.MOST - text.length());
  }

  public static CloudEvent rejected(String id, Instant at, String reversePath, String helo) {
    var evaluation =
        Map.of(
            "spf",
            Map.of("result", "fail", "identity", "mailfrom", "domain", "bank.example"),
            "dkim",
            List.of(Map.of("result", "none")),
            "dmarc",
            Map.of("result", "fail", "domain", "Bank.example", "policy", "reject"));
    return CloudEvent.of(
        CloudEvent.Type.REJECTED,
        "/ingress-smtp/1",
        id,
        at,
        new TransactionFact(
            envelope(at, reversePath, helo),
            Optional.empty(),
            Optional.of("550 5.7.26 no (rule dmarc-reject)"),
            Optional.of("dmarc-reject"),
            Optional.of(Json.tree(evaluation))));
  }

  public static CloudEvent accepted(String id, Instant at, String reversePath) {
    return CloudEvent.of(
        CloudEvent.Type.ACCEPTED,
        "/ingress-smtp/1",
        id,
        at,
        new TransactionFact(
            envelope(at, reversePath, "mx.example.net"),
            Optional.of(99L),
            Optional.of("250 2.0.0 ok"),
            Optional.of("dmarc-pass"),
            Optional.empty()));
  }

  public static CloudEvent delivered(String id, Instant at, String recipient) {
    return CloudEvent.of(
        CloudEvent.Type.DELIVERED,
        "/relay/1",
        id,
        at,
        new DeliveryFact(recipient, "mx:y.example", "250 ok", 1, 42, Optional.empty()));
  }

  private static Envelope envelope(Instant at, String reversePath, String helo) {
    return new Envelope(
        reversePath,
        List.of("Bob@Y.example"),
        new Envelope.Client("192.0.2.77", helo, Optional.of("TLSv1.3 <script>"), "mx"),
        Optional.empty(),
        "7BIT",
        false,
        at);
  }
}
