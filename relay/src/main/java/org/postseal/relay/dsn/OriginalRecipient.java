package org.postseal.relay.dsn;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.postseal.smtp.command.Xtext;

/**
 * The address a message was first sent to, as ORCPT has it (RFC 3461 §4.2, RFC 6533 §3): {@code
 * addr-type ";" xtext}.
 *
 * <p>What cannot be shown once it is decoded, because it would hold a control character, is shown
 * as it came.
 *
 * @param type such as {@code rfc822} or {@code utf-8}, in lower case
 * @param address decoded, without any control character
 */
record OriginalRecipient(String type, String address) {
  private static final int LONGEST = 500;

  /** {@code EmbeddedUnicodeChar = %x5C.78 "{" HEXPOINT "}"} (RFC 6533 §3). */
  private static final Pattern EMBEDDED = Pattern.compile("\\\\x\\{([0-9A-F]{2,6})}");

  static Optional<OriginalRecipient> parse(String orcpt) {
    int semicolon = orcpt.indexOf(';');
    var type = semicolon < 0 ? "" : orcpt.substring(0, semicolon).toLowerCase(Locale.ROOT);
    if (type.isEmpty() || !type.chars().allMatch(OriginalRecipient::isAtomText)) {
      return Optional.empty();
    }
    var encoded = orcpt.substring(semicolon + 1);
    var decoded =
        (type.equals("utf-8") ? decodeUnicode(encoded) : Xtext.decode(encoded))
            .filter(text -> type.equals("utf-8") || HarmlessText.isAscii(text))
            .filter(HarmlessText::isHarmless);
    return Optional.of(
        new OriginalRecipient(type, HarmlessText.of(decoded.orElse(encoded), LONGEST)));
  }

  private static boolean isAtomText(int c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  }

  /** Empty if it is neither {@code utf-8-addr-xtext} nor {@code utf-8-addr-unitext}. */
  private static Optional<String> decodeUnicode(String encoded) {
    var ascii = new StringBuilder();
    var decoded = new StringBuilder();
    for (int at = 0; at <= encoded.length(); at++) {
      if (at < encoded.length() && encoded.charAt(at) < 0x80) {
        ascii.append(encoded.charAt(at));
        continue;
      }
      var part = Xtext.decode(ascii.toString());
      if (part.isEmpty() || !HarmlessText.isAscii(part.get())) {
        return Optional.empty();
      }
      decoded.append(part.get());
      ascii.setLength(0);
      if (at < encoded.length()) {
        decoded.append(encoded.charAt(at));
      }
    }
    return embedded(decoded.toString());
  }

  private static Optional<String> embedded(String text) {
    var decoded = new StringBuilder();
    var matcher = EMBEDDED.matcher(text);
    int from = 0;
    while (matcher.find()) {
      int point = Integer.parseInt(matcher.group(1), 16);
      if (!Character.isValidCodePoint(point)) {
        return Optional.empty();
      }
      decoded.append(text, from, matcher.start()).appendCodePoint(point);
      from = matcher.end();
    }
    return Optional.of(decoded.append(text, from, text.length()).toString());
  }
}
