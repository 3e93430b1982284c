package org.postseal.ingress.session;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.postseal.accounts.sasl.Mechanisms;
import org.postseal.accounts.throttle.Network;
import org.postseal.ingress.acceptance.MxRecipients;
import org.postseal.ingress.acceptance.SubmittedHeader;
import org.postseal.ingress.acceptance.TraceFields;
import org.postseal.ingress.acceptance.TrustedClients;

/**
 * What holds for every session of one listener.
 *
 * @param hostname what we call ourselves
 * @param startTls whether TLS can be begun
 * @param greetingDelay how long a client has to wait for the greeting
 * @param limits how much a client may ask for
 * @param recipients which recipients the MX takes
 * @param submittedHeader who may write as whom, and what submission repairs
 * @param traceFields what we delete and count in every header section
 * @param accounts how they are recognised, and what they and trusted clients may do
 * @param introducers who may say XCLIENT
 * @param signpol whether XSIGNPOL is answered
 */
public record SessionRules(
    Listener listener,
    String hostname,
    boolean startTls,
    Duration greetingDelay,
    Limits limits,
    MxRecipients recipients,
    SubmittedHeader submittedHeader,
    TraceFields traceFields,
    Accounts accounts,
    List<Network> introducers,
    Optional<PolicyOffer> signpol) {

  /** Whether this peer is believed whose commands it passes on, whoever it said they are of. */
  boolean mayIntroduce(Peer peer) {
    return Network.isIn(introducers, peer.connectedFrom());
  }

  /**
   * Who may send to anybody.
   *
   * @param mechanisms how accounts are recognised
   * @param trusted who needs no account
   */
  public record Accounts(Mechanisms mechanisms, TrustedClients trusted) {}

  /**
   * How much a client may ask for.
   *
   * @param size octets of the content
   * @param recipients of one transaction
   * @param transactions of one session
   * @param idle commands that bring no message on, between two messages
   * @param errors replies of 5xx to commands, before the session is closed
   * @param authFailures wrong passwords, before the session is closed
   * @param received Received fields, before a message counts as looping
   */
  public record Limits(
      long size,
      int recipients,
      int transactions,
      int idle,
      int errors,
      int authFailures,
      int received) {}
}
