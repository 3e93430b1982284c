package org.postseal.smtp.command;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import org.postseal.smtp.path.AddressLiterals;
import org.postseal.smtp.path.MailDomain;

/**
 * What XCLIENT says of a client (Postfix's XCLIENT protocol). Values are xtext; {@code
 * [UNAVAILABLE]} and {@code [TEMPUNAVAIL]} say that they are not known. LOGIN is not among the
 * attributes read here: nobody is authenticated by being named.
 */
public sealed interface XclientAttribute {
  /** Characters of the longest host name that is taken. */
  int LONGEST_NAME = 255;

  /** The highest TCP port. */
  int HIGHEST_PORT = 65_535;

  /** {@code ADDR}; empty if the address is not known to whoever passes the client on. */
  record Addr(Optional<InetAddress> address) implements XclientAttribute {}

  /** An attribute that is well-formed and says nothing we use. */
  record Unused(String name) implements XclientAttribute {}

  /** Empty if the attribute is not one of these, or its value is malformed. */
  static Optional<XclientAttribute> meaning(String name, Optional<String> value) {
    var decoded = value.flatMap(Xtext::decode);
    return switch (name) {
      case "ADDR" -> decoded.flatMap(XclientAttribute::addr);
      case "DESTADDR" -> decoded.flatMap(XclientAttribute::addr).map(_ -> new Unused(name));
      case "NAME", "HELO" -> decoded.filter(XclientAttribute::isName).map(_ -> new Unused(name));
      case "PORT", "DESTPORT" ->
          decoded.filter(XclientAttribute::isPort).map(_ -> new Unused(name));
      case "PROTO" ->
          decoded
              .filter(word -> word.equalsIgnoreCase("SMTP") || word.equalsIgnoreCase("ESMTP"))
              .map(_ -> new Unused(name));
      default -> Optional.empty();
    };
  }

  /** An IPv4 address, or one of IPv6 behind {@code IPV6:}: the inside of an address literal. */
  private static Optional<XclientAttribute> addr(String text) {
    if (isUnavailable(text)) {
      return Optional.of(new Addr(Optional.empty()));
    }
    return AddressLiterals.parse(text)
        .filter(MailDomain.AddressLiteral.class::isInstance)
        .map(literal -> new Addr(Optional.of(((MailDomain.AddressLiteral) literal).address())));
  }

  private static boolean isName(String text) {
    return !text.isEmpty()
        && text.length() <= LONGEST_NAME
        && text.chars().allMatch(c -> c > ' ' && c < 0x7f);
  }

  private static boolean isPort(String text) {
    return isUnavailable(text)
        || (!text.isEmpty()
            && text.length() <= 5
            && text.chars().allMatch(EsmtpParameters::isDigit)
            && Integer.parseInt(text) <= HIGHEST_PORT);
  }

  private static boolean isUnavailable(String text) {
    var word = text.toUpperCase(Locale.ROOT);
    return word.equals("[UNAVAILABLE]") || word.equals("[TEMPUNAVAIL]");
  }
}
