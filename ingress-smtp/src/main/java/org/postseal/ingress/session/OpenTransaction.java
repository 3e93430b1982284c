package org.postseal.ingress.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.postseal.smtp.command.BodyType;
import org.postseal.smtp.path.ReversePath;

/**
 * A mail transaction between MAIL and the end of its content.
 *
 * @param declaredSize the SIZE parameter
 * @param forwardPaths mailboxes of the recipients accepted so far
 * @param policy the policy of the first recipient, which all others must share
 * @param refusals how many RCPT commands were refused
 */
record OpenTransaction(
    ReversePath reversePath,
    OptionalLong declaredSize,
    BodyType body,
    List<String> forwardPaths,
    Optional<String> policy,
    int refusals) {

  static OpenTransaction begin(ReversePath from, OptionalLong declaredSize, BodyType body) {
    return new OpenTransaction(from, declaredSize, body, List.of(), Optional.empty(), 0);
  }

  /** A mailbox named twice is one recipient. */
  OpenTransaction with(String forwardPath, String itsPolicy) {
    var all = new ArrayList<>(forwardPaths);
    if (!all.contains(forwardPath)) {
      all.add(forwardPath);
    }
    return new OpenTransaction(
        reversePath,
        declaredSize,
        body,
        List.copyOf(all),
        Optional.of(policy.orElse(itsPolicy)),
        refusals);
  }

  OpenTransaction withRefusal() {
    return new OpenTransaction(reversePath, declaredSize, body, forwardPaths, policy, refusals + 1);
  }
}
