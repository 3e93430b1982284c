package org.postseal.authentication.message;

/** Leaves the reading of a list of mailboxes with the reason; never leaves this package. */
final class MalformedAddress extends Exception {
  private static final long serialVersionUID = 1L;
  private final String reason;

  MalformedAddress(String reason) {
    super(reason, null, false, false);
    this.reason = reason;
  }

  /** One clause for people. */
  String reason() {
    return reason;
  }
}
