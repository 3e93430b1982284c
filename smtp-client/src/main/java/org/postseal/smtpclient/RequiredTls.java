package org.postseal.smtpclient;

/** What a sender is told who said REQUIRETLS (RFC 8689 §6). */
final class RequiredTls {
  private RequiredTls() {}

  /** What a host lacks that would have to be there. */
  static Outcome unfit(String lack) {
    return new Outcome.Failed("550 5.7.30 REQUIRETLS: the next hop lacks " + lack);
  }
}
