package org.postseal.smtpclient;

import org.postseal.smtpclient.tls.PolicyType;
import org.postseal.smtpclient.tls.TlsDefect;

/**
 * How TLS went with one host, for the reports that its domain may want (RFC 8460 §4): a session
 * that did what the policy asks for, or what went wrong. A defect of a policy that is only tested
 * is a fact, too, although the mail was delivered.
 */
public sealed interface TlsFact {

  /** The recipients' domain, whose policy it is; empty for a server that an operator named. */
  String domain();

  PolicyType policy();

  /** TLS as the policy asks for it. */
  record Succeeded(String domain, PolicyType policy, String hostName) implements TlsFact {}

  /**
   * Something else.
   *
   * @param hostName empty where it was about the policy itself
   * @param address empty where none was connected to
   */
  record Failed(String domain, PolicyType policy, TlsDefect defect, String hostName, String address)
      implements TlsFact {}
}
