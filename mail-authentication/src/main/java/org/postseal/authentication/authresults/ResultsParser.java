package org.postseal.authentication.authresults;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.postseal.authentication.message.Cfws;

/**
 * Reads the payload of an Authentication-Results field (RFC 8601 §2.2), as a consumer who wants to
 * know what others have found out. Strict about what the parts mean, lenient where handlers in use
 * are: a value may be any run of characters without white space, semicolon or parenthesis, a
 * property may lack its type, and a semicolon may end the field.
 *
 * <p>A result that cannot be read is skipped up to its semicolon and leaves the others as they are;
 * so does a result word that is not known (RFC 8601 §2.7.7 has consumers ignore it). Quoted strings
 * and comments are respected while skipping, and where one has no end, nothing behind it is a
 * result: nobody's words within it can become one. Method versions and comments are read over. One
 * pass, no matter what is read.
 */
final class ResultsParser {
  private final String text;
  private final List<MethodResult> results = new ArrayList<>();
  private final List<String> unread = new ArrayList<>();
  private int at;

  ResultsParser(String text) {
    this.text = text;
  }

  /** Leaves parsing with the reason; never leaves this class. */
  private static final class Stop extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Stop(String reason) {
      super(reason, null, false, false);
    }
  }

  ParsedResults payload() {
    try {
      var read = results();
      return new ParsedResults.WellFormed(read, unread);
    } catch (Stop stop) {
      return new ParsedResults.Malformed(String.valueOf(stop.getMessage()));
    }
  }

  /**
   * <pre>
   * authres-payload = [CFWS] authserv-id [ CFWS authres-version ]
   *                   ( no-result / 1*resinfo ) [CFWS]
   * </pre>
   */
  private AuthenticationResults results() {
    skipCfws();
    String authservId = value("an authserv-id");
    skipCfws();
    if (!atEnd() && peek() != ';' && !word("=;.").equals("1")) {
      throw new Stop("the version is not 1");
    }
    if (!atEnd() && peek() != ';') {
      throw new Stop("a semicolon is missing");
    }
    while (!atEnd()) {
      at++;
      resinfoOrSkipped();
    }
    return new AuthenticationResults(authservId, results);
  }

  /** Leaves the parser at the next semicolon, or at the end. */
  private void resinfoOrSkipped() {
    int start = at;
    try {
      skipCfws();
      if (!atEnd() && peek() != ';') {
        resinfo().ifPresent(results::add);
      }
      if (!atEnd() && peek() != ';') {
        throw new Stop("a semicolon is missing");
      }
    } catch (Stop _) {
      at = start;
      unread.add(methodOrUnknown());
      at = Segments.end(text, start);
      if (at == Segments.UNENDED) {
        at = text.length();
        unread.add(ParsedResults.WellFormed.UNKNOWN_METHOD);
      }
    }
  }

  private String methodOrUnknown() {
    try {
      skipCfws();
      return word("=;/.").toLowerCase(Locale.ROOT);
    } catch (Stop _) {
      return ParsedResults.WellFormed.UNKNOWN_METHOD;
    }
  }

  /**
   * <pre>
   * resinfo = [CFWS] ";" methodspec [ CFWS reasonspec ] [ CFWS 1*propspec ]
   * methodspec = [CFWS] method [CFWS] "=" [CFWS] result
   * no-result = [CFWS] ";" [CFWS] "none"
   * </pre>
   */
  private Optional<MethodResult> resinfo() {
    String method = word("=;/.").toLowerCase(Locale.ROOT);
    if (method.equals("none") && (atEnd() || peek() == ';')) {
      return Optional.empty();
    }
    if (method.isEmpty()) {
      throw new Stop("there is no method");
    }
    if (next('/') && !word("=;/.").equals("1")) {
      throw new Stop("the method's version is not 1");
    }
    require('=');
    String word = word("=;");
    if (word.isEmpty()) {
      throw new Stop("there is no result");
    }
    Optional<ResultWord> result = ResultWord.parse(word);
    Optional<String> reason = Optional.empty();
    var properties = new ArrayList<Property>();
    while (!atEnd() && peek() != ';') {
      String name = word("=;.").toLowerCase(Locale.ROOT);
      if (name.equals("reason") && !atEnd() && peek() == '=') {
        require('=');
        reason = Optional.of(value("a reason"));
        skipCfws();
      } else {
        properties.add(propspec(name));
      }
    }
    var read = reason;
    return result.map(known -> new MethodResult(method, known, read, List.copyOf(properties)));
  }

  /**
   * {@code propspec = ptype [CFWS] "." [CFWS] property [CFWS] "=" pvalue}; Microsoft writes {@code
   * action=none} without a type.
   */
  private Property propspec(String type) {
    if (type.isEmpty()) {
      throw new Stop("a property has no type");
    }
    String name = type;
    if (next('.')) {
      String property = word("=;.").toLowerCase(Locale.ROOT);
      if (property.isEmpty()) {
        throw new Stop("a property has no name");
      }
      name = type + "." + property;
    }
    require('=');
    var read = new Property(name, value("a value"));
    skipCfws();
    return read;
  }

  /** A word that ends before white space, a comment, a quote, or one of these; and CFWS behind. */
  private String word(String ends) {
    int start = at;
    while (!atEnd() && !endsWord(peek()) && ends.indexOf(peek()) < 0) {
      at++;
    }
    String word = text.substring(start, at);
    if (!word.chars().allMatch(c -> c > ' ' && c < 127)) {
      throw new Stop("a word is not ASCII");
    }
    skipCfws();
    return word;
  }

  /** {@code value = token / quoted-string}, and what addresses are made of beside these. */
  private String value(String what) {
    var value = new StringBuilder();
    int start = at;
    while (!atEnd() && peek() != ';' && peek() != '(' && !Cfws.isFws(peek())) {
      if (peek() == '"') {
        quotedString(value);
      } else {
        value.append(peek());
        at++;
      }
    }
    if (at == start) {
      throw new Stop(what + " is missing");
    }
    return value.toString();
  }

  /** RFC 5322 §3.2.4. */
  private void quotedString(StringBuilder value) {
    at++;
    while (!atEnd() && peek() != '"') {
      if (peek() == '\\' && at + 1 < text.length()) {
        at++;
      }
      if (peek() != '\r' && peek() != '\n') {
        value.append(peek());
      }
      at++;
    }
    if (atEnd()) {
      throw new Stop("a quoted string has no end");
    }
    at++;
  }

  private boolean next(char wanted) {
    if (atEnd() || peek() != wanted) {
      return false;
    }
    at++;
    skipCfws();
    return true;
  }

  private void require(char wanted) {
    if (!next(wanted)) {
      throw new Stop("there is no " + wanted + " where one belongs");
    }
  }

  private void skipCfws() {
    int end = Cfws.end(text, at);
    if (end == Cfws.UNENDED) {
      throw new Stop("a comment has no end");
    }
    at = end;
  }

  private boolean atEnd() {
    return at >= text.length();
  }

  private char peek() {
    return text.charAt(at);
  }

  private static boolean endsWord(char c) {
    return Cfws.isFws(c) || c == '(' || c == ')' || c == '"';
  }
}
