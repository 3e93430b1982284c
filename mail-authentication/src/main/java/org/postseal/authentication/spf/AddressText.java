package org.postseal.authentication.spf;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Locale;

/** An address in the forms that macros and trace fields want. */
final class AddressText {
  private AddressText() {}

  /** RFC 7208 §7.3 {@code %{i}}: dotted quad, or 32 nibbles with dots between. */
  static String dotted(InetAddress address) {
    if (address instanceof Inet4Address) {
      return address.getHostAddress();
    }
    var text = new StringBuilder(63);
    for (byte octet : address.getAddress()) {
      for (int nibble : new int[] {octet >> 4 & 0xF, octet & 0xF}) {
        text.append(text.isEmpty() ? "" : ".").append(Character.forDigit(nibble, 16));
      }
    }
    return text.toString().toUpperCase(Locale.ROOT);
  }

  /** Dotted quad, or the text of RFC 5952 §4. */
  static String readable(InetAddress address) {
    if (address instanceof Inet4Address) {
      return address.getHostAddress();
    }
    byte[] octets = address.getAddress();
    int[] groups = new int[8];
    for (int i = 0; i < 8; i++) {
      groups[i] = (octets[2 * i] & 0xFF) << 8 | (octets[2 * i + 1] & 0xFF);
    }
    int start = -1;
    int length = 1; // RFC 5952 §4.2.2: one zero group alone is not shortened
    for (int i = 0; i < 8; i++) {
      int end = i;
      while (end < 8 && groups[end] == 0) {
        end++;
      }
      if (end - i > length) {
        start = i;
        length = end - i;
      }
    }
    var text = new StringBuilder(39);
    for (int i = 0; i < 8; i++) {
      if (i == start) {
        text.append("::");
        i += length - 1;
      } else {
        boolean first = text.isEmpty() || text.charAt(text.length() - 1) == ':';
        text.append(first ? "" : ":").append(Integer.toHexString(groups[i]));
      }
    }
    return text.toString();
  }
}
