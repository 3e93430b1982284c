package org.postseal.ingress.handoff;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.postseal.authentication.message.DigestedMessage;
import org.postseal.ingress.session.Findings;
import org.postseal.ingress.session.MailTransaction;
import org.postseal.ingress.session.Replies;
import org.postseal.ingress.session.Verification;
import org.postseal.ingress.session.VerificationOutcome;

/**
 * Lets the clients of one network have so many questions open at once: whose mail is slow to decide
 * keeps nobody else's waiting. Our own host is no network: behind a proxy on it anybody may be.
 */
final class ShareOfNetwork implements Verification {
  private final Verification asked;
  private final int most;
  private final ConcurrentHashMap<ClientNetwork, Integer> open = new ConcurrentHashMap<>();

  ShareOfNetwork(Verification asked, int most) {
    this.asked = asked;
    this.most = most;
  }

  @Override
  public CompletionStage<VerificationOutcome> ask(
      MailTransaction transaction, DigestedMessage message) {
    if (ClientNetwork.isOurHost(transaction)) {
      return asked.ask(transaction, message);
    }
    var network = ClientNetwork.of(transaction);
    if (open.merge(network, 1, Integer::sum) > most) {
      close(network);
      return CompletableFuture.completedFuture(
          new VerificationOutcome.Defer(
              Replies.NETWORK_WAITS, Findings.of("too-many-open-questions")));
    }
    return asked.ask(transaction, message).whenComplete((_, _) -> close(network));
  }

  private void close(ClientNetwork network) {
    open.computeIfPresent(network, (_, count) -> count > 1 ? Integer.valueOf(count - 1) : null);
  }
}
