package org.postseal.smtp.command;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * {@code Mail-parameters = esmtp-param *(SP esmtp-param)} with {@code esmtp-param = esmtp-keyword
 * ["=" esmtp-value]} (RFC 5321 §4.1.2), and the UTF-8 octets RFC 6531 §3.3 adds to values.
 */
final class EsmtpParameters {
  private static final int MOST_PARAMETERS = 32;

  private EsmtpParameters() {}

  /** Either all parameters or the first defect. */
  sealed interface Result<P> {}

  record Parsed<P>(List<P> parameters) implements Result<P> {}

  record Defective<P>(CommandDefect defect, String explanation) implements Result<P> {}

  /** What a keyword, in upper case, and its value mean; empty if the value is malformed. */
  interface Meaning<P> {
    Optional<P> of(String keyword, Optional<String> value);
  }

  static <P> Result<P> parse(byte[] octets, int start, int end, Meaning<P> meaning) {
    if (start == end) {
      return new Parsed<>(List.of());
    }
    if (octets[start] != ' ') {
      return new Defective<>(CommandDefect.PARAMETER_SYNTAX, "a space follows the path");
    }
    var parameters = new ArrayList<P>(4);
    var keywords = new ArrayList<String>(4);
    int at = start;
    while (at < end) {
      while (at < end && octets[at] == ' ') {
        at++;
      }
      int from = at;
      while (at < end && octets[at] != ' ') {
        at++;
      }
      var word = text(octets, from, at);
      int equals = word.indexOf('=');
      var keyword = (equals < 0 ? word : word.substring(0, equals)).toUpperCase(Locale.ROOT);
      var value = equals < 0 ? Optional.<String>empty() : Optional.of(word.substring(equals + 1));
      if (!isKeyword(keyword) || value.filter(v -> !isValue(v)).isPresent()) {
        return new Defective<>(CommandDefect.PARAMETER_SYNTAX, "malformed parameter");
      }
      if (keywords.contains(keyword) || keywords.size() == MOST_PARAMETERS) {
        return new Defective<>(CommandDefect.PARAMETER_REPEATED, keyword + " repeated");
      }
      keywords.add(keyword);
      var parameter = meaning.of(keyword, value);
      if (parameter.isEmpty()) {
        return new Defective<>(CommandDefect.PARAMETER_SYNTAX, "malformed value of " + keyword);
      }
      parameters.add(parameter.get());
    }
    return new Parsed<>(List.copyOf(parameters));
  }

  /** Nothing, which is no parameter either, if the octets are not UTF-8. */
  private static String text(byte[] octets, int from, int to) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(octets, from, to - from))
          .toString();
    } catch (CharacterCodingException _) {
      return "";
    }
  }

  /** {@code esmtp-keyword = (ALPHA / DIGIT) *(ALPHA / DIGIT / "-")}. */
  private static boolean isKeyword(String text) {
    return !text.isEmpty()
        && text.length() <= 64
        && text.charAt(0) != '-'
        && text.chars().allMatch(c -> (c >= 'A' && c <= 'Z') || isDigit(c) || c == '-');
  }

  /** {@code esmtp-value = 1*(%d33-60 / %d62-126 / UTF8-non-ascii)}. */
  private static boolean isValue(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c != 0x7f && c != '=');
  }

  static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }
}
