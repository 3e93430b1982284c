package org.postseal.smtp.proxy;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;
import org.postseal.smtp.proxy.ProxyHeaderReading.Complete;
import org.postseal.smtp.proxy.ProxyHeaderReading.Incomplete;
import org.postseal.smtp.proxy.ProxyHeaderReading.Malformed;

/**
 * The header as a line.
 *
 * <pre>
 * PROXY TCP4 192.0.2.1 198.51.100.1 56324 25 CRLF
 * PROXY TCP6 2001:db8::1 2001:db8::2 56324 25 CRLF
 * PROXY UNKNOWN [anything] CRLF
 * </pre>
 */
final class ProxyHeaderVersion1 {
  /** Octets of the longest line, with its CRLF. */
  static final int LONGEST = 107;

  private static final int HIGHEST_PORT = 65_535;

  private ProxyHeaderVersion1() {}

  static ProxyHeaderReading read(byte[] octets) {
    int searched = Math.min(octets.length, LONGEST);
    for (int at = 0; at < searched; at++) {
      if (octets[at] == '\n') {
        return at > 0 && octets[at - 1] == '\r'
            ? line(new String(octets, 0, at - 1, StandardCharsets.ISO_8859_1), at + 1)
            : new Malformed("a bare LF");
      }
    }
    return octets.length < LONGEST ? new Incomplete() : new Malformed("no end of the line");
  }

  private static ProxyHeaderReading line(String line, int length) {
    var words = line.split(" ", -1);
    if (words.length > 1 && words[1].equals("UNKNOWN")) {
      return new Complete(new ProxyHeader.Own(), length);
    }
    if (words.length != 6) {
      return new Malformed("not six words");
    }
    var client = address(words[1], words[2]);
    var destination = address(words[1], words[3]);
    var port = port(words[4]);
    return client.isPresent()
            && destination.isPresent()
            && port.isPresent()
            && port(words[5]).isPresent()
        ? new Complete(new ProxyHeader.Relayed(client.get(), port.getAsInt()), length)
        : new Malformed("not two addresses and two ports");
  }

  private static Optional<InetAddress> address(String family, String text) {
    try {
      return switch (family) {
        case "TCP4" ->
            isDotted(text) ? Optional.of(Inet4Address.ofLiteral(text)) : Optional.empty();
        // with brackets or a zone it is none
        case "TCP6" ->
            text.indexOf('[') < 0 && text.indexOf('%') < 0
                ? Optional.of(Inet6Address.ofLiteral(text))
                : Optional.empty();
        default -> Optional.empty();
      };
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /** Java takes shorter forms, too. */
  private static boolean isDotted(String text) {
    return text.chars().filter(c -> c == '.').count() == 3;
  }

  private static OptionalInt port(String digits) {
    if (digits.isEmpty()
        || digits.length() > 5
        || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return OptionalInt.empty();
    }
    int port = Integer.parseInt(digits);
    return port <= HIGHEST_PORT ? OptionalInt.of(port) : OptionalInt.empty();
  }
}
