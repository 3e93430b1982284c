package org.postseal.authentication.authresults;

import java.util.ArrayList;
import java.util.List;
import org.postseal.authentication.Evaluation;

/**
 * An Authentication-Results field (RFC 8601 §2.2), written or read. Whatever a message brought into
 * a value is quoted, shortened, and made printable ASCII when written, so that it can end neither
 * the value nor the line. What was written reads back as it was written.
 *
 * @param authservId who evaluated: usually the name of the host or of its administrative domain
 */
public record AuthenticationResults(String authservId, List<MethodResult> results) {
  private static final int COLUMNS = 76;
  private static final int MAX_VALUE = 256;

  public AuthenticationResults {
    results = List.copyOf(results);
  }

  /** Everything the evaluation holds. */
  public static AuthenticationResults of(String authservId, Evaluation evaluation) {
    return new AuthenticationResults(authservId, ReportedResults.of(evaluation));
  }

  /** The same with one result more, at the end. */
  public AuthenticationResults with(MethodResult result) {
    var more = new ArrayList<>(results);
    more.add(result);
    return new AuthenticationResults(authservId, more);
  }

  /**
   * Reads the value of such a field, or the payload of an ARC-Authentication-Results field behind
   * its instance (RFC 8617 §4.1.1).
   */
  public static ParsedResults parse(String payload) {
    return new ResultsParser(payload).payload();
  }

  /** The value on one line. */
  public String value() {
    return laidOut("", " ", Integer.MAX_VALUE);
  }

  /** The whole field, folded, without its final CRLF. */
  public String field() {
    return laidOut("Authentication-Results: ", "\r\n\t", COLUMNS);
  }

  private String laidOut(String start, String newLine, int columns) {
    var text = new StringBuilder(start).append(pvalue(authservId));
    if (results.isEmpty()) {
      return text.append("; none").toString();
    }
    for (MethodResult result : results) {
      text.append(';').append(newLine);
      int column = 1;
      for (String word : words(result)) {
        if (column > 1 && column + 1 + word.length() > columns) {
          text.append(newLine);
          column = 1;
        } else if (column > 1) {
          text.append(' ');
          column++;
        }
        text.append(word);
        column += word.length();
      }
    }
    return text.toString();
  }

  private static List<String> words(MethodResult result) {
    var words = new ArrayList<String>();
    words.add(result.method() + "=" + result.result().word());
    result.comment().ifPresent(comment -> words.add("(" + commentText(comment) + ")"));
    result.reason().ifPresent(reason -> words.add("reason=" + quoted(reason)));
    for (Property property : result.properties()) {
      words.add(property.name() + "=" + pvalue(property.value()));
    }
    return words;
  }

  /** {@code pvalue = [CFWS] ( ( value / [ [ local-part ] "@" ] domain-name ) / pct ) [CFWS]}. */
  private static String pvalue(String value) {
    int at = value.indexOf('@');
    boolean plain =
        !value.isEmpty()
            && value.length() <= MAX_VALUE
            && isToken(value.substring(at + 1))
            && (at <= 0 || isToken(value.substring(0, at)));
    return plain ? value : quoted(value);
  }

  /** RFC 5322 §3.2.2: nothing that could end the comment, or begin another. */
  private static String commentText(String text) {
    var comment = new StringBuilder();
    text.chars()
        .limit(MAX_VALUE)
        .forEach(
            c -> comment.append(c >= ' ' && c < 127 && "()\\".indexOf(c) < 0 ? (char) c : '?'));
    return comment.toString();
  }

  /** RFC 2045 §5.1 {@code token}. */
  private static boolean isToken(String text) {
    return !text.isEmpty()
        && text.chars().allMatch(c -> c > ' ' && c < 127 && "()<>@,;:\\\"/[]?=".indexOf(c) < 0);
  }

  private static String quoted(String text) {
    var quoted = new StringBuilder("\"");
    text.chars()
        .limit(MAX_VALUE)
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                quoted.append('\\');
              }
              quoted.append(c >= ' ' && c < 127 ? (char) c : '?');
            });
    return quoted.append('"').toString();
  }
}
