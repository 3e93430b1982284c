package org.postseal.smtp.command;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;

/** The parameters of RCPT that this library knows. */
final class RcptParameters {
  /** RFC 3461 §4.2. */
  private static final int LONGEST_ORIGINAL_RECIPIENT = 500;

  private RcptParameters() {}

  /** Empty if the value is not one the keyword can have. */
  static Optional<RcptParameter> meaning(String keyword, Optional<String> value) {
    return switch (keyword) {
      case "NOTIFY" -> value.flatMap(RcptParameters::notification);
      case "ORCPT" ->
          value
              .filter(RcptParameters::isOriginalRecipient)
              .map(RcptParameter.OriginalRecipient::new);
      default -> Optional.of(new RcptParameter.Unrecognised(keyword, value));
    };
  }

  /** {@code notify-esmtp-value = "NEVER" / 1#notify-list-element} (RFC 3461 §4.1). */
  private static Optional<RcptParameter> notification(String value) {
    var on = EnumSet.noneOf(NotifyOn.class);
    var words = value.toUpperCase(Locale.ROOT).split(",", -1);
    for (var word : words) {
      switch (word) {
        case "SUCCESS" -> on.add(NotifyOn.SUCCESS);
        case "FAILURE" -> on.add(NotifyOn.FAILURE);
        case "DELAY" -> on.add(NotifyOn.DELAY);
        case "NEVER" -> {
          if (words.length > 1) {
            return Optional.empty();
          }
        }
        default -> {
          return Optional.empty();
        }
      }
    }
    return Optional.of(new RcptParameter.Notify(on));
  }

  /**
   * {@code original-recipient-address = addr-type ";" xtext}; of the type {@code utf-8} the address
   * may hold UTF-8 as it is (RFC 6533 §3), and its own escapes are xtext's harmless neighbours.
   */
  private static boolean isOriginalRecipient(String value) {
    int semicolon = value.indexOf(';');
    if (semicolon < 1
        || semicolon == value.length() - 1
        || value.length() > LONGEST_ORIGINAL_RECIPIENT) {
      return false;
    }
    var type = value.substring(0, semicolon);
    var address = value.substring(semicolon + 1);
    return type.chars().allMatch(RcptParameters::isAtomText)
        && (type.equalsIgnoreCase("utf-8")
            ? Xtext.isValid(withoutNonAscii(address))
            : Xtext.isValid(address));
  }

  private static String withoutNonAscii(String text) {
    var ascii = new StringBuilder(text.length());
    text.chars().filter(c -> c < 0x80).forEach(c -> ascii.append((char) c));
    return ascii.toString();
  }

  private static boolean isAtomText(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || EsmtpParameters.isDigit(c)
        || c == '-';
  }
}
