package org.postseal.authentication.spf;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postseal.authentication.spf.MacroString.Escaping;
import org.postseal.authentication.spf.MacroString.Order;
import org.postseal.authentication.spf.MacroString.Part;

/** The grammar of RFC 7208 §7.1. Each method reads the production above it. */
final class MacroParser {
  /** More parts than any name has labels, so that a larger number changes nothing. */
  private static final int ALL_PARTS = 1_000_000;

  private static final String DELIMITERS = ".-+,/_=";

  /** Where a macro string stands, which decides what may stand in it. */
  enum Place {
    DOMAIN_SPEC,
    MODIFIER_VALUE,
    EXPLANATION
  }

  private final String text;
  private final Place place;
  private final List<Part> parts = new ArrayList<>();
  private final StringBuilder literal = new StringBuilder();
  private int at;

  private MacroParser(String text, Place place) {
    this.text = text;
    this.place = place;
  }

  /** {@code macro-string = *( macro-expand / macro-literal )}. */
  static Optional<MacroString> macroString(String text) {
    return new MacroParser(text, Place.MODIFIER_VALUE).parse();
  }

  /** {@code explain-string = *( macro-string / SP )}. */
  static Optional<MacroString> explainString(String text) {
    return new MacroParser(text, Place.EXPLANATION).parse();
  }

  /**
   * <pre>
   * domain-spec = macro-string domain-end
   * domain-end  = ( "." toplabel [ "." ] ) / macro-expand
   * </pre>
   */
  static Optional<DomainSpec> domainSpec(String text) {
    if (!text.endsWith("}") && !endsWithPercentPair(text) && !endsWithToplabel(text)) {
      return Optional.empty();
    }
    return new MacroParser(text, Place.DOMAIN_SPEC).parse().map(DomainSpec::new);
  }

  private Optional<MacroString> parse() {
    while (at < text.length()) {
      boolean fits = text.charAt(at) == '%' ? macroExpand() : macroLiteral();
      if (!fits) {
        return Optional.empty();
      }
    }
    endLiteral();
    return Optional.of(new MacroString(parts));
  }

  /** {@code macro-literal = %x21-24 / %x26-7E}; an explanation may hold spaces, too. */
  private boolean macroLiteral() {
    char c = text.charAt(at++);
    literal.append(c);
    return (c > ' ' && c < 127) || (c == ' ' && place == Place.EXPLANATION);
  }

  /**
   * <pre>
   * macro-expand = ( "%{" macro-letter transformers *delimiter "}" ) / "%%" / "%_" / "%-"
   * </pre>
   */
  private boolean macroExpand() {
    at++;
    switch (next()) {
      case '%' -> literal.append('%');
      case '_' -> literal.append(' ');
      case '-' -> literal.append("%20");
      case '{' -> {
        return macroInBraces();
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  /**
   * <pre>
   * transformers = *DIGIT [ "r" ]
   * delimiter    = "." / "-" / "+" / "," / "/" / "_" / "="
   * </pre>
   */
  private boolean macroInBraces() {
    char written = next();
    Optional<MacroLetter> letter = MacroLetter.of(written);
    if (letter.isEmpty() || (place == Place.DOMAIN_SPEC && letter.get().onlyInExplanations())) {
      return false;
    }
    int digitsStart = at;
    int number = 0;
    while (isDigit(peek())) {
      number = Math.min(ALL_PARTS, number * 10 + (next() - '0'));
    }
    // RFC 7208 §7.3: "The DIGIT transformer indicates the number of right-hand parts to use [...];
    // if a DIGIT is specified, the value MUST be nonzero."
    if (at > digitsStart && number == 0) {
      return false;
    }
    int rightmost = at == digitsStart ? ALL_PARTS : number;
    var order = Order.AS_IS;
    if (peek() == 'r' || peek() == 'R') {
      at++;
      order = Order.REVERSED;
    }
    int delimitersStart = at;
    while (DELIMITERS.indexOf(peek()) >= 0) {
      at++;
    }
    String delimiters = at == delimitersStart ? "." : text.substring(delimitersStart, at);
    if (next() != '}') {
      return false;
    }
    endLiteral();
    var escaping = written <= 'Z' ? Escaping.URL : Escaping.NONE;
    parts.add(new Part.Expand(letter.get(), rightmost, order, delimiters, escaping));
    return true;
  }

  private void endLiteral() {
    if (!literal.isEmpty()) {
      parts.add(new Part.Literal(literal.toString()));
      literal.setLength(0);
    }
  }

  /** The next character; NUL, which the grammar has nowhere, at the end. */
  private char peek() {
    return at < text.length() ? text.charAt(at) : '\0';
  }

  private char next() {
    char c = peek();
    at++;
    return c;
  }

  private static boolean endsWithPercentPair(String text) {
    int percent = text.length() - 2;
    return percent >= 0
        && text.charAt(percent) == '%'
        && "%_-".indexOf(text.charAt(percent + 1)) >= 0;
  }

  /** {@code "." toplabel [ "." ]} at the end. */
  private static boolean endsWithToplabel(String text) {
    int end = text.endsWith(".") ? text.length() - 1 : text.length();
    int dot = text.lastIndexOf('.', end - 1);
    return dot >= 0 && toplabel(text.substring(dot + 1, end));
  }

  /**
   * <pre>
   * toplabel = ( *alphanum ALPHA *alphanum ) / ( 1*alphanum "-" *( alphanum / "-" ) alphanum )
   * </pre>
   */
  private static boolean toplabel(String label) {
    if (label.isEmpty() || label.startsWith("-") || label.endsWith("-")) {
      return false;
    }
    boolean notOnlyDigits = false;
    for (int i = 0; i < label.length(); i++) {
      char c = label.charAt(i);
      if (!isAlpha(c) && !isDigit(c) && c != '-') {
        return false;
      }
      notOnlyDigits |= !isDigit(c);
    }
    return notOnlyDigits;
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  static boolean isAlpha(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }
}
