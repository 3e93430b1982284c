package org.postseal.ingress.session;

import java.util.Locale;

/** Where a client came in; decides what it may do. */
public enum Listener {
  /** Other servers (RFC 5321): local recipients only, no AUTH. */
  MX,
  /** Accounts, after STARTTLS (RFC 6409). */
  SUBMISSION,
  /** Accounts, TLS from the first octet (RFC 8314). */
  SUBMISSIONS;

  public boolean isForAccounts() {
    return this != MX;
  }

  /** As envelopes, metrics and logs have it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
