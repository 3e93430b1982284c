package org.postseal.ingress.session;

import java.util.Optional;
import java.util.Set;
import org.postseal.smtp.command.NotifyOn;
import org.postseal.smtp.command.RcptParameter;
import org.postseal.smtp.command.SmtpCommand;
import org.postseal.smtp.path.Mailbox;

/**
 * A recipient that was accepted.
 *
 * @param forwardPath its mailbox
 * @param notifyOn when the sender wants to be notified (RFC 3461 §4.1); an empty set is never
 * @param original the address it was first sent to, encoded as it came (RFC 3461 §4.2)
 */
record Recipient(String forwardPath, Optional<Set<NotifyOn>> notifyOn, Optional<String> original) {

  /** As RCPT names it; what is not offered (RFC 5321 §4.1.1.11) has been refused before. */
  static Recipient of(Mailbox mailbox, SmtpCommand.Rcpt rcpt) {
    Optional<Set<NotifyOn>> notifyOn = Optional.empty();
    Optional<String> original = Optional.empty();
    for (var parameter : rcpt.parameters()) {
      switch (parameter) {
        case RcptParameter.Notify(var on) -> notifyOn = Optional.of(on);
        case RcptParameter.OriginalRecipient(var value) -> original = Optional.of(value);
        case RcptParameter.Unrecognised _ -> {}
      }
    }
    return new Recipient(mailbox.toString(), notifyOn, original);
  }
}
