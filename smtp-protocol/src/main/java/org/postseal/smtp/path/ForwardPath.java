package org.postseal.smtp.path;

/** The argument of RCPT (RFC 5321 §4.1.1.3). */
public sealed interface ForwardPath {

  /** {@code <local-part@domain>}. */
  record Recipient(Mailbox mailbox) implements ForwardPath {
    @Override
    public String toString() {
      return "<" + mailbox + ">";
    }
  }

  /** {@code <Postmaster>} without a domain, in any case, which every server must take (§4.5.1). */
  record Postmaster() implements ForwardPath {
    @Override
    public String toString() {
      return "<Postmaster>";
    }
  }
}
