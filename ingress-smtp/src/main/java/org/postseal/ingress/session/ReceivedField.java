package org.postseal.ingress.session;

import java.nio.charset.StandardCharsets;
import org.postseal.ingress.acceptance.SubmittedHeader;
import org.postseal.smtp.path.Mailbox;

/**
 * The trace field we prepend (RFC 5321 §4.4, protocol words of RFC 3848 and RFC 6531 §3.7.3, {@code
 * tls} clause of RFC 8314 §4.3). The recipient is named only where there is one.
 */
final class ReceivedField {
  private ReceivedField() {}

  /** With its CRLF. */
  static byte[] of(MailTransaction transaction, Peer peer, String hostname) {
    var envelope = transaction.envelope();
    var literal = literal(peer.address());
    var field = new StringBuilder(256);
    field.append("Received: from ").append(clientName(envelope.client().helo(), literal));
    field.append(" (").append(literal).append(")\r\n\tby ").append(hostname);
    field
        .append(" with ")
        .append(protocol(peer, envelope.smtpUtf8()))
        .append(" id ")
        .append(transaction.id());
    if (envelope.forwardPaths().size() == 1) {
      field.append("\r\n\tfor <").append(envelope.forwardPaths().getFirst()).append('>');
    }
    peer.tls().ifPresent(tls -> field.append("\r\n\ttls ").append(suite(tls.words())));
    field.append(";\r\n\t").append(SubmittedHeader.dateTime(envelope.receivedAt()));
    return field.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
  }

  /** What the client called itself if that is a domain or literal, else its address. */
  private static String clientName(String helo, String literal) {
    return Mailbox.parse("postmaster@" + helo).isPresent() ? helo : literal;
  }

  private static String literal(String address) {
    return address.indexOf(':') < 0 ? "[" + address + "]" : "[IPv6:" + address + "]";
  }

  private static String protocol(Peer peer, boolean smtpUtf8) {
    boolean extended = peer.greeting().filter(g -> g.dialect() == Peer.Dialect.ESMTP).isPresent();
    if (!extended) {
      return "SMTP";
    }
    return (smtpUtf8 ? "UTF8SMTP" : "ESMTP")
        + (peer.tls().isPresent() ? "S" : "")
        + (peer.account().isPresent() ? "A" : "");
  }

  private static String suite(String protocolAndSuite) {
    return protocolAndSuite.substring(protocolAndSuite.indexOf(' ') + 1);
  }
}
