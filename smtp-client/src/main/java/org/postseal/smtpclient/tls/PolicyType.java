package org.postseal.smtpclient.tls;

/** Whose word decides what TLS has to prove: the policy types of RFC 8460 §4.2, and ours. */
public enum PolicyType {
  /** The host's TLSA records (RFC 7672). */
  TLSA("tlsa"),
  /** The domain's MTA-STS policy (RFC 8461). */
  STS("sts"),
  /** Nobody's. */
  NO_POLICY_FOUND("no-policy-found"),
  /** The sender's (REQUIRETLS, RFC 8689) or an operator's; nobody is sent a report about it. */
  OURS("ours");

  private final String word;

  PolicyType(String word) {
    this.word = word;
  }

  /** As reports have it. */
  public String word() {
    return word;
  }

  @Override
  public String toString() {
    return word;
  }
}
