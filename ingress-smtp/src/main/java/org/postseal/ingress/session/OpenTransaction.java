package org.postseal.ingress.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postseal.smtp.path.ReversePath;

/**
 * A mail transaction between MAIL and the end of its content.
 *
 * @param recipients those accepted so far
 * @param policy the policy of the first recipient, which all others must share
 * @param refusals how many RCPT commands were refused
 */
record OpenTransaction(
    ReversePath reversePath,
    MailOptions options,
    List<Recipient> recipients,
    Optional<String> policy,
    int refusals) {

  static OpenTransaction begin(ReversePath from, MailOptions options) {
    return new OpenTransaction(from, options, List.of(), Optional.empty(), 0);
  }

  /** A mailbox named twice is one recipient, as it was named first. */
  OpenTransaction with(Recipient recipient, String itsPolicy) {
    var all = new ArrayList<>(recipients);
    if (recipients.stream().noneMatch(r -> r.forwardPath().equals(recipient.forwardPath()))) {
      all.add(recipient);
    }
    return new OpenTransaction(
        reversePath, options, List.copyOf(all), Optional.of(policy.orElse(itsPolicy)), refusals);
  }

  OpenTransaction withRefusal() {
    return new OpenTransaction(reversePath, options, recipients, policy, refusals + 1);
  }
}
