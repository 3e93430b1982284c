package org.postseal.smtp.command;

import java.util.Optional;

/**
 * {@code xtext = *( xchar / hexchar )} (RFC 3461 §4): printable ASCII but {@code +} and {@code =},
 * and {@code +} with two upper-case hexadecimal digits. In an envelope it is checked, never
 * decoded: who handles a message must hand on the value unchanged. Only a report about it shows
 * what it stands for.
 */
public final class Xtext {
  private Xtext() {}

  static boolean isValid(String text) {
    return isValid(text, 0);
  }

  /** Whether it is valid and stands for printable ASCII and white space (§4.4, {@code ENVID}). */
  static boolean isPrintable(String text) {
    return isValid(text, ' ');
  }

  private static boolean isValid(String text, int lowest) {
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '+') {
        int octet = hexOctet(text, at + 1);
        if (octet < lowest || (lowest > 0 && octet >= 0x7f)) {
          return false;
        }
        at += 2;
      } else if (c <= ' ' || c >= 0x7f || c == '=') {
        return false;
      }
    }
    return true;
  }

  /**
   * What it stands for, an octet a character; empty if it is not valid. That may be any octets,
   * line ends among them.
   */
  public static Optional<String> decode(String text) {
    if (!isValid(text)) {
      return Optional.empty();
    }
    var decoded = new StringBuilder(text.length());
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '+') {
        decoded.append((char) hexOctet(text, at + 1));
        at += 2;
      } else {
        decoded.append(c);
      }
    }
    return Optional.of(decoded.toString());
  }

  /** Or -1. */
  private static int hexOctet(String text, int at) {
    if (at + 2 > text.length()) {
      return -1;
    }
    int high = hexDigit(text.charAt(at));
    int low = hexDigit(text.charAt(at + 1));
    return high < 0 || low < 0 ? -1 : high * 16 + low;
  }

  private static int hexDigit(char c) {
    if (c >= '0' && c <= '9') {
      return c - '0';
    }
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
  }
}
