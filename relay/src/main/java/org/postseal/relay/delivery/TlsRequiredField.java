package org.postseal.relay.delivery;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * {@code TLS-Required: No} (RFC 8689 §5): a sender for whom the message matters more than TLS, as
 * one who reports that somebody's TLS is broken. Said once and exactly so, or it is not said.
 */
final class TlsRequiredField {
  private static final byte[] NAME = "tls-required".getBytes(StandardCharsets.US_ASCII);

  private TlsRequiredField() {}

  /** Looks at the header section, as far as it is in the first piece. */
  static boolean saysNo(List<byte[]> pieces) {
    var octets = pieces.getFirst();
    int count = 0;
    boolean no = false;
    int at = 0;
    while (at < octets.length) {
      int end = endOfLine(octets, at);
      if (end == at || (end == at + 1 && octets[at] == '\r')) {
        break; // the empty line
      }
      int colon = nameEnd(octets, at);
      if (colon >= 0) {
        count++;
        no = isNo(octets, colon + 1, end) && !isFolded(octets, end + 1);
      }
      at = end + 1;
    }
    return count == 1 && no;
  }

  private static int endOfLine(byte[] octets, int from) {
    int at = from;
    while (at < octets.length && octets[at] != '\n') {
      at++;
    }
    return at;
  }

  /** Where the colon stands, if the line begins with our name; spaces may stand before it. */
  private static int nameEnd(byte[] octets, int from) {
    if (octets.length - from <= NAME.length) {
      return -1;
    }
    for (int i = 0; i < NAME.length; i++) {
      if (Character.toLowerCase(octets[from + i]) != NAME[i]) {
        return -1;
      }
    }
    int at = from + NAME.length;
    while (at < octets.length && (octets[at] == ' ' || octets[at] == '\t')) {
      at++;
    }
    return at < octets.length && octets[at] == ':' ? at : -1;
  }

  private static boolean isNo(byte[] octets, int from, int to) {
    return new String(octets, from, to - from, StandardCharsets.ISO_8859_1)
        .strip()
        .equalsIgnoreCase("no");
  }

  private static boolean isFolded(byte[] octets, int at) {
    return at < octets.length && (octets[at] == ' ' || octets[at] == '\t');
  }
}
