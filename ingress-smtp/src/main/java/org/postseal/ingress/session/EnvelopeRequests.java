package org.postseal.ingress.session;

import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.postseal.smtp.command.NotifyOn;
import org.postseal.topics.Envelope;

/** What a client asked of everybody who will handle the message, as the envelope carries it. */
final class EnvelopeRequests {
  private EnvelopeRequests() {}

  /** Empty if it asked for nothing, as most do. */
  static Optional<Envelope.Requests> of(OpenTransaction open) {
    var recipients = new LinkedHashMap<String, Envelope.RecipientRequests>();
    for (var recipient : open.recipients()) {
      if (recipient.notifyOn().isPresent() || recipient.original().isPresent()) {
        recipients.put(
            recipient.forwardPath(),
            new Envelope.RecipientRequests(
                recipient.notifyOn().map(EnvelopeRequests::words), recipient.original()));
      }
    }
    var options = open.options();
    var requests =
        new Envelope.Requests(
            options.requireTls(),
            options.returned().map(Enum::name),
            options.envelopeId(),
            recipients);
    return Optional.of(requests).filter(asked -> !asked.equals(Envelope.Requests.NONE));
  }

  /** As the parameter has it (RFC 3461 §4.1). */
  private static String words(Set<NotifyOn> on) {
    return on.isEmpty()
        ? "NEVER"
        : on.stream().sorted().map(Enum::name).collect(Collectors.joining(","));
  }
}
