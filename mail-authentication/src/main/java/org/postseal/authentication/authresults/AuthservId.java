package org.postseal.authentication.authresults;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.postseal.authentication.message.Cfws;
import org.postseal.authentication.message.EncodedWords;
import org.postseal.authentication.message.HeaderField;
import org.postseal.authentication.message.HeaderSection;

/**
 * Who an Authentication-Results field says it is from: {@code [CFWS] authserv-id [ CFWS
 * authres-version ]} (RFC 8601 §2.2), read as widely as any reader might.
 *
 * @param name in lower case as far as it is ASCII, read as UTF-8, unquoted, comments and white
 *     space gone; empty if there is none
 * @param end offset, within the value, of the semicolon behind it or of the value's end
 */
public record AuthservId(String name, int end) {

  /** Reads the field's authserv-id. Any value gives an answer. */
  public static AuthservId read(HeaderField field) {
    return new Reader(field.value()).read();
  }

  /**
   * The Authentication-Results fields that claim to be ours, so that they are either the work of an
   * earlier hop of our own or forged. RFC 8601 §5 has them removed where mail comes in.
   */
  public static List<HeaderField> fieldsClaiming(String ours, HeaderSection section) {
    var name = OurName.of(ours);
    var claiming = new ArrayList<HeaderField>();
    for (HeaderField field : section.fieldsNamed("authentication-results")) {
      if (claims(field, name)) {
        claiming.add(field);
      }
    }
    return claiming;
  }

  /** As it stands there, or to a reader who decodes encoded words before he parses. */
  private static boolean claims(HeaderField field, OurName ours) {
    String decoded = EncodedWords.decodedIn(field.value());
    return claims(field.value(), ours) || (!decoded.isEmpty() && claims(decoded, ours));
  }

  /**
   * Some readers drop what is no printable ASCII, others end the name where it cannot go on. So
   * whatever run of it could be a name is compared: as it was read, as it stands there, and both
   * without those octets.
   */
  private static boolean claims(String value, OurName ours) {
    var reader = new Reader(value);
    String name = reader.read().name();
    if (name.isEmpty()) {
      return printable(value).toLowerCase(Locale.ROOT).contains(ours.text());
    }
    String written = reader.written.toString().toLowerCase(Locale.ROOT);
    return Stream.of(name, printable(name), written, printable(written)).anyMatch(ours::isIn);
  }

  private static String printable(String text) {
    return text.chars()
        .filter(c -> c >= ' ' && c < 127)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /**
   * The results of every Authentication-Results field that claims to be ours, in message order and
   * unchanged but for the white space and the semicolon at the ends, and without {@code none},
   * which says that there is no result and so can stand beside none.
   */
  public static List<String> resultsClaiming(String ours, HeaderSection section) {
    return fieldsClaiming(ours, section).stream()
        .map(
            field ->
                field.value().substring(Math.min(read(field).end() + 1, field.value().length())))
        .map(AuthservId::withoutNone)
        .map(String::strip)
        .map(text -> text.endsWith(";") ? text.substring(0, text.length() - 1).strip() : text)
        .filter(text -> !text.isEmpty())
        .toList();
  }

  /** {@code no-result = [CFWS] ";" [CFWS] "none"} (RFC 8601 §2.2). */
  private static String withoutNone(String results) {
    var segments = Segments.of(results);
    var kept = segments.stream().filter(segment -> !isNone(segment)).toList();
    return kept.size() == segments.size() ? results : String.join(";", kept);
  }

  private static boolean isNone(String segment) {
    int start = Cfws.end(segment, 0);
    int end = start < 0 ? start : start + "none".length();
    return start >= 0
        && end <= segment.length()
        && segment.substring(start, end).equalsIgnoreCase("none")
        && Cfws.end(segment, end) == segment.length();
  }

  private static final class Reader {
    private final String value;

    /** What stands outside of comments, each gap one blank. */
    private final StringBuilder written = new StringBuilder();

    private int at;

    Reader(String value) {
      this.value = value;
    }

    /**
     * Words are joined where a dot stands between them, as obsolete syntax would let a domain be
     * written; another word is the version.
     */
    AuthservId read() {
      var name = new StringBuilder();
      boolean complete = false;
      while (skipCfws() && value.charAt(at) != ';') {
        int start = at;
        String word = word();
        written.append(value, start, Math.min(at, value.length())).append(' ');
        boolean joins =
            name.isEmpty() || name.charAt(name.length() - 1) == '.' || word.startsWith(".");
        if (joins && !complete) {
          name.append(word);
        } else {
          complete = true;
        }
      }
      var unicode =
          new String(name.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
      return new AuthservId(lowerCase(unicode), Math.min(at, value.length()));
    }

    /**
     * Of ASCII alone: U-labels are compared as names, and Java needs squared time for a long text
     * of letters that grow when they become small.
     */
    private static String lowerCase(String text) {
      var small = new StringBuilder(text.length());
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        small.append(c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c);
      }
      return small.toString();
    }

    private String word() {
      var word = new StringBuilder();
      while (at < value.length()) {
        char c = value.charAt(at);
        if (c == '"') {
          quotedString(word);
        } else if (c == ';' || c == '(' || isFws(c)) {
          break;
        } else {
          if (c != '\\') {
            word.append(c);
          }
          at++;
        }
      }
      return word.toString();
    }

    private void quotedString(StringBuilder word) {
      at++;
      while (at < value.length() && value.charAt(at) != '"') {
        if (value.charAt(at) == '\\' && at + 1 < value.length()) {
          at++;
        }
        if (!isFws(value.charAt(at))) {
          word.append(value.charAt(at));
        }
        at++;
      }
      at++;
    }

    /** Comments nest; one without an end reaches to the end of the value. */
    private boolean skipCfws() {
      int depth = 0;
      while (at < value.length()) {
        char c = value.charAt(at);
        if (c == '(') {
          depth++;
        } else if (c == ')' && depth > 0) {
          depth--;
        } else if (c == '\\' && depth > 0) {
          at++;
        } else if (depth == 0 && !isFws(c)) {
          return true;
        }
        at++;
      }
      return false;
    }

    private static boolean isFws(char c) {
      return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }
  }
}
