package org.postseal.ingress.connection;

import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;
import org.postseal.ingress.load.Entrance;
import org.postseal.ingress.load.MemoryBudget;
import org.postseal.ingress.session.Listener;
import org.postseal.ingress.session.LoginFailure;
import org.postseal.ingress.session.Session;
import org.postseal.ingress.watch.SessionMetrics;

/**
 * What all connections of one listener share.
 *
 * @param draining whether nobody new is let in
 */
public record ListenerParts(
    Listener listener,
    Session session,
    ConnectionSettings settings,
    Ports ports,
    MemoryBudget budget,
    SessionMetrics metrics,
    Entrance entrance,
    BooleanSupplier draining) {
  private static final Logger LOG = Logger.getLogger(ListenerParts.class);

  /** Tells operators about a client that did not become one. */
  void proxyRefused(String address, String reason) {
    LOG.infof(
        "%s: closed, PROXY header of %s refused: %s",
        listener.word(), ports.log().addresses().of(address), reason);
    metrics.refused(SessionMetrics.Refusal.PROXY_HEADER);
  }

  /** Tells operators about a login that failed. */
  void loginFailed(LoginFailure failure, String address) {
    metrics.loginFailed(failure);
    ports.log().loginFailed(failure, address, listener);
    ports.events().publish(failure, address, listener);
  }
}
