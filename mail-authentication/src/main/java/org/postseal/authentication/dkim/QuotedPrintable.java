package org.postseal.authentication.dkim;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * The encoding of {@code i=} (RFC 6376 §2.11): {@code dkim-quoted-printable = *(FWS / hex-octet /
 * dkim-safe-char)}. What looks like no hex-octet is left as it is, upper and lower case digits are
 * taken.
 */
final class QuotedPrintable {
  private QuotedPrintable() {}

  /**
   * Decodes text in which each char stands for one octet of UTF-8 (RFC 8616 §5 lets it be there).
   */
  static String decode(String text) {
    byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
    var decoded = new ByteArrayOutputStream(octets.length);
    for (int i = 0; i < octets.length; i++) {
      if (octets[i] == '=' && i + 2 < octets.length) {
        int high = Character.digit(octets[i + 1], 16);
        int low = Character.digit(octets[i + 2], 16);
        if (high >= 0 && low >= 0) {
          decoded.write(high * 16 + low);
          i += 2;
          continue;
        }
      }
      decoded.write(octets[i]);
    }
    return decoded.toString(StandardCharsets.UTF_8);
  }

  /** Printable ASCII but for the equals sign and the semicolon stands for itself. */
  static String encode(String text) {
    var encoded = new StringBuilder();
    for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
      if (octet > ' ' && octet < 127 && octet != '=' && octet != ';') {
        encoded.append((char) octet);
      } else {
        encoded.append('=').append(HexFormat.of().withUpperCase().toHexDigits(octet));
      }
    }
    return encoded.toString();
  }
}
