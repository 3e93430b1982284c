package org.postseal.relay.dsn;

import java.util.Arrays;
import java.util.Optional;
import org.postseal.topics.DueReport;
import org.postseal.topics.Envelope;

/**
 * What a sender wants to know about a recipient (RFC 3461 §4.1), and whether he may be told at all.
 * Who asked for nothing is told of failures and delays.
 */
public final class Wishes {
  private Wishes() {}

  /** Whether a report of this kind may be sent about this recipient. */
  public static boolean areFor(DueReport.Kind kind, Envelope envelope, String recipient) {
    return !envelope.isNullReversePath()
        && envelope.reversePathProof().isPresent()
        && asked(envelope, recipient)
            .map(words -> includes(words, kind))
            .orElse(kind != DueReport.Kind.SUCCESS);
  }

  /** Whether the sender does not want to know that the recipient cannot be reached. */
  public static boolean areForSilence(Envelope envelope, String recipient) {
    return asked(envelope, recipient)
        .filter(words -> !includes(words, DueReport.Kind.FAILURE))
        .isPresent();
  }

  private static Optional<String> asked(Envelope envelope, String recipient) {
    return envelope
        .requests()
        .flatMap(requests -> Optional.ofNullable(requests.recipients().get(recipient)))
        .flatMap(Envelope.RecipientRequests::notifyOn);
  }

  private static boolean includes(String words, DueReport.Kind kind) {
    return Arrays.asList(words.split(",", -1)).contains(kind.name());
  }
}
