package org.postseal.observation;

/** Every attribute a span may have. None of them is for an address, and none for content. */
public enum Attribute {
  /** The transaction id, which events and records have as their key. */
  TRANSACTION("postseal.transaction"),
  /** mx, submission or submissions. */
  LISTENER("postseal.listener"),
  /** What a leg came to, such as accepted, rejected, deferred, delivered. */
  OUTCOME("postseal.outcome"),
  /** The rule that decided. */
  RULE("postseal.rule"),
  /** The reply code, such as 550. */
  REPLY_CODE("postseal.reply.code"),
  /** The enhanced status code, such as 5.7.20. */
  ENHANCED_STATUS("postseal.reply.enhanced_status"),
  /** Octets of the content. */
  SIZE("postseal.size"),
  /** The topic written to. */
  TOPIC("messaging.destination.name"),
  /** The kind of route: mx, smtp, lmtp, maildir, discard. */
  ROUTE("postseal.route"),
  /** How many recipients. */
  RECIPIENTS("postseal.recipients"),
  /** Which attempt at delivery, counted from 1. */
  ATTEMPT("postseal.attempt");

  private final String key;

  Attribute(String key) {
    this.key = key;
  }

  /** Its key. */
  public String key() {
    return key;
  }
}
