package org.postseal.smtp.command;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * {@code Mail-parameters = esmtp-param *(SP esmtp-param)} with {@code esmtp-param = esmtp-keyword
 * ["=" esmtp-value]} (RFC 5321 §4.1.2).
 */
final class MailParameters {
  private static final int MOST_PARAMETERS = 32;

  private MailParameters() {}

  /** Either all parameters or the first defect. */
  sealed interface Result {}

  record Parsed(List<MailParameter> parameters) implements Result {}

  record Defective(CommandDefect defect, String explanation) implements Result {}

  static Result parse(byte[] octets, int start, int end) {
    if (start == end) {
      return new Parsed(List.of());
    }
    if (octets[start] != ' ') {
      return new Defective(CommandDefect.PARAMETER_SYNTAX, "a space follows the path");
    }
    var parameters = new ArrayList<MailParameter>(4);
    var keywords = new ArrayList<String>(4);
    int at = start;
    while (at < end) {
      while (at < end && octets[at] == ' ') {
        at++;
      }
      int from = at;
      while (at < end && octets[at] != ' ') {
        if (octets[at] < ' ' || octets[at] == 0x7f) {
          return new Defective(CommandDefect.PARAMETER_SYNTAX, "malformed parameter");
        }
        at++;
      }
      var word = new String(octets, from, at - from, StandardCharsets.US_ASCII);
      int equals = word.indexOf('=');
      var keyword = (equals < 0 ? word : word.substring(0, equals)).toUpperCase(Locale.ROOT);
      var value = equals < 0 ? Optional.<String>empty() : Optional.of(word.substring(equals + 1));
      if (!isKeyword(keyword) || value.filter(v -> !isValue(v)).isPresent()) {
        return new Defective(CommandDefect.PARAMETER_SYNTAX, "malformed parameter");
      }
      if (keywords.contains(keyword) || keywords.size() == MOST_PARAMETERS) {
        return new Defective(CommandDefect.PARAMETER_REPEATED, keyword + " repeated");
      }
      keywords.add(keyword);
      var parameter = parameter(keyword, value);
      if (parameter.isEmpty()) {
        return new Defective(CommandDefect.PARAMETER_SYNTAX, "malformed value of " + keyword);
      }
      parameters.add(parameter.get());
    }
    return new Parsed(List.copyOf(parameters));
  }

  private static Optional<MailParameter> parameter(String keyword, Optional<String> value) {
    return switch (keyword) {
      case "SIZE" -> value.flatMap(MailParameters::size);
      case "BODY" -> value.flatMap(MailParameters::body);
      case "SMTPUTF8" ->
          value.isEmpty() ? Optional.of(new MailParameter.SmtpUtf8()) : Optional.empty();
      case "AUTH" -> value.map(MailParameter.SubmittedBy::new);
      default -> Optional.of(new MailParameter.Unrecognised(keyword, value));
    };
  }

  /** {@code size-value ::= 1*20DIGIT} (RFC 1870 §3). What exceeds a long is as good as its end. */
  private static Optional<MailParameter> size(String value) {
    if (value.isEmpty() || value.length() > 20 || !value.chars().allMatch(MailParameters::digit)) {
      return Optional.empty();
    }
    try {
      return Optional.of(new MailParameter.Size(Long.parseLong(value)));
    } catch (NumberFormatException _) {
      return Optional.of(new MailParameter.Size(Long.MAX_VALUE));
    }
  }

  private static Optional<MailParameter> body(String value) {
    return switch (value.toUpperCase(Locale.ROOT)) {
      case "7BIT" -> Optional.of(new MailParameter.Body(BodyType.SEVEN_BIT));
      case "8BITMIME" -> Optional.of(new MailParameter.Body(BodyType.EIGHT_BIT_MIME));
      case "BINARYMIME" -> Optional.of(new MailParameter.Body(BodyType.BINARY_MIME));
      default -> Optional.empty();
    };
  }

  /** {@code esmtp-keyword = (ALPHA / DIGIT) *(ALPHA / DIGIT / "-")}. */
  private static boolean isKeyword(String text) {
    return !text.isEmpty()
        && text.length() <= 64
        && text.charAt(0) != '-'
        && text.chars().allMatch(c -> (c >= 'A' && c <= 'Z') || digit(c) || c == '-');
  }

  /** {@code esmtp-value = 1*(%d33-60 / %d62-126)}. */
  private static boolean isValue(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '=');
  }

  private static boolean digit(int c) {
    return c >= '0' && c <= '9';
  }
}
