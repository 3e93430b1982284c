package org.postseal.ingress.session;

/** Publishes what happened to messages, for operators. Never blocks and never fails the caller. */
public interface TransactionEvents {
  void publish(TransactionEvent event);
}
