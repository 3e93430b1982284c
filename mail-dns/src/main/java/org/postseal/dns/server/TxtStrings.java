package org.postseal.dns.server;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The strings of a TXT record as dnsjava wants to be told them. */
final class TxtStrings {
  private static final int LONGEST = 255; // RFC 1035 §3.3

  private TxtStrings() {}

  /** Characters are octets; what is too long for one string becomes several. */
  static List<String> of(String... strings) {
    var parts = new ArrayList<byte[]>();
    for (String string : strings) {
      var octets = string.getBytes(StandardCharsets.ISO_8859_1);
      for (int from = 0; from == 0 || from < octets.length; from += LONGEST) {
        parts.add(Arrays.copyOfRange(octets, from, Math.min(octets.length, from + LONGEST)));
      }
    }
    return parts.stream().map(TxtStrings::escaped).toList();
  }

  /** dnsjava reads its strings as presentation format, so every octet is written as \DDD. */
  private static String escaped(byte[] octets) {
    var text = new StringBuilder(octets.length * 4);
    for (byte octet : octets) {
      text.append('\\').append("%03d".formatted(octet & 0xFF));
    }
    return text.toString();
  }
}
