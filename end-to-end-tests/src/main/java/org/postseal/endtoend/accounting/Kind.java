package org.postseal.endtoend.accounting;

/** What kind of mail was sent, and what may become of it. */
public enum Kind {
  /** Brought by another server, signed by its author domain. */
  GENUINE(Due.DELIVERY),
  /** Brought by another server whose domain signs nothing and says so nowhere. */
  UNSIGNED(Due.DELIVERY),
  /** Submitted by an account. */
  SUBMITTED(Due.DELIVERY),
  /** Submitted for somebody whom his mail server does not know. */
  UNDELIVERABLE(Due.REPORT),
  /** In the name of a domain that wants such mail in quarantine. */
  DOUBTFUL(Due.QUARANTINE),
  /** In the name of a domain that wants such mail refused, without a signature. */
  FORGED(Due.REFUSAL),
  /** Signed, and then altered, in the name of such a domain. */
  ALTERED(Due.REFUSAL);

  /** What becomes of a message about which a decision is made. */
  public enum Due {
    DELIVERY,
    REPORT,
    QUARANTINE,
    REFUSAL
  }

  private final Due due;

  Kind(Due due) {
    this.due = due;
  }

  /** What becomes of it once it is decided about. */
  public Due due() {
    return due;
  }
}
