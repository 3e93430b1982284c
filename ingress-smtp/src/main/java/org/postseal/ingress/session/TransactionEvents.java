package org.postseal.ingress.session;

/**
 * Publishes what happened to messages and logins, for operators. Never blocks and never fails the
 * caller.
 */
public interface TransactionEvents {
  void publish(TransactionEvent event);

  /**
   * An attempt to log in failed.
   *
   * @param address of the client
   */
  void publish(LoginFailure failure, String address, Listener listener);
}
