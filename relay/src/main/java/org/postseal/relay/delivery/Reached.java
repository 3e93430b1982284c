package org.postseal.relay.delivery;

import java.util.List;
import java.util.Optional;
import org.postseal.smtpclient.TlsFact;
import org.postseal.smtpclient.TlsUsed;
import org.postseal.smtpclient.Via;
import org.postseal.topics.DeliveryFact;

/**
 * Whom an outcome came from.
 *
 * @param via the host; empty where there was none
 * @param contact how far it went with it
 * @param tlsSessions what the attempt has learned about TLS, with one of its recipients
 */
record Reached(
    Optional<DeliveryFact.Via> via,
    Via.Contact contact,
    List<DeliveryFact.TlsSession> tlsSessions) {
  private static final String MET = "met";
  private static final String SUCCESSFUL = "successful";

  /** No host: a file, or an attempt that found none. */
  static final Reached NOBODY = new Reached(Optional.empty(), Via.Contact.NONE, List.of());

  /** The host that an outcome came from. */
  static Reached by(Via via) {
    var tls = via.tls();
    return new Reached(
        Optional.of(
            new DeliveryFact.Via(
                via.hostName(),
                via.address().map(address -> address.getHostAddress()),
                tls.version(),
                tls.cipher(),
                Optional.of(tls.policy().word()),
                result(tls))),
        via.contact(),
        List.of());
  }

  /** A host that is left alone for now. */
  static Reached notTried(String hostName) {
    return new Reached(
        Optional.of(
            new DeliveryFact.Via(
                hostName,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty())),
        Via.Contact.NONE,
        List.of());
  }

  private static Optional<String> result(TlsUsed tls) {
    return tls.defect().map(defect -> defect.word()).or(() -> tls.version().map(_ -> MET));
  }

  Reached with(List<TlsFact> facts) {
    return new Reached(via, contact, facts.stream().map(Reached::session).toList());
  }

  private static DeliveryFact.TlsSession session(TlsFact fact) {
    return switch (fact) {
      case TlsFact.Succeeded(var domain, var policy, var host) ->
          new DeliveryFact.TlsSession(policy.word(), domain, SUCCESSFUL, host, "");
      case TlsFact.Failed(var domain, var policy, var defect, var host, var address) ->
          new DeliveryFact.TlsSession(policy.word(), domain, defect.word(), host, address);
    };
  }

  /**
   * Whether what the sender asked about reports was handed on to a host that honours it (RFC 3461
   * §5.2.2).
   */
  boolean reportsItself() {
    return contact == Via.Contact.SESSION_WITH_REPORTS;
  }

  /** Who said what became of a recipient (RFC 3464 §2.3.5); nobody, if there was no session. */
  Optional<String> remoteMta() {
    return contact == Via.Contact.NONE ? Optional.empty() : via.map(DeliveryFact.Via::host);
  }
}
