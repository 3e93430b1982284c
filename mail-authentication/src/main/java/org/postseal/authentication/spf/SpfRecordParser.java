package org.postseal.authentication.spf;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.postseal.authentication.spf.SpfRecord.Parsed;

/**
 * The grammar of RFC 7208 §4.5, §5 and §6. Each method reads the production above it. Literals of
 * ABNF are case-insensitive.
 */
final class SpfRecordParser {
  static final String VERSION = "v=spf1";

  private static final int SHOWN = 60;

  private final List<Directive> directives = new ArrayList<>();
  private Optional<DomainSpec> redirect = Optional.empty();
  private Optional<DomainSpec> explanation = Optional.empty();
  private Optional<String> defect = Optional.empty();

  /**
   * <pre>
   * record = version terms *SP
   * terms  = *( 1*SP ( directive / modifier ) )
   * </pre>
   */
  Parsed record(String text) {
    int at = VERSION.length();
    while (at < text.length() && defect.isEmpty()) {
      int end = text.indexOf(' ', at);
      end = end < 0 ? text.length() : end;
      if (end > at) {
        term(text.substring(at, end));
      }
      at = end + 1;
    }
    return defect
        .<Parsed>map(Parsed.Malformed::new)
        .orElseGet(() -> new Parsed.WellFormed(new SpfRecord(directives, redirect, explanation)));
  }

  /**
   * A term is a modifier if an equals sign follows its name immediately (RFC 7208 §4.6.1).
   *
   * <pre>
   * name = ALPHA *( ALPHA / DIGIT / "-" / "_" / "." )
   * </pre>
   */
  private void term(String term) {
    int at = 0;
    while (at < term.length() && isNameCharacter(term.charAt(at))) {
      at++;
    }
    boolean named = at > 0 && MacroParser.isAlpha(term.charAt(0));
    if (named && at < term.length() && term.charAt(at) == '=') {
      modifier(term, term.substring(0, at).toLowerCase(Locale.ROOT), term.substring(at + 1));
    } else {
      directive(term);
    }
  }

  /**
   * <pre>
   * modifier         = redirect / explanation / unknown-modifier
   * redirect         = "redirect" "=" domain-spec
   * explanation      = "exp" "=" domain-spec
   * unknown-modifier = name "=" macro-string
   * </pre>
   */
  private void modifier(String term, String name, String value) {
    switch (name) {
      case "redirect" -> redirect = once(redirect, term, value);
      case "exp" -> explanation = once(explanation, term, value);
      default -> {
        if (MacroParser.macroString(value).isEmpty()) {
          malformed("malformed modifier", term);
        }
      }
    }
  }

  /** RFC 7208 §6: redirect and exp may stand in a record only once each. */
  private Optional<DomainSpec> once(Optional<DomainSpec> earlier, String term, String value) {
    if (earlier.isPresent()) {
      malformed("repeated modifier", term);
    }
    Optional<DomainSpec> domain = MacroParser.domainSpec(value);
    if (domain.isEmpty()) {
      malformed("malformed domain in", term);
    }
    return domain;
  }

  /**
   * <pre>
   * directive = [ qualifier ] mechanism
   * qualifier = "+" / "-" / "?" / "~"
   * </pre>
   */
  private void directive(String term) {
    Qualifier qualifier =
        switch (term.charAt(0)) {
          case '-' -> Qualifier.FAIL;
          case '~' -> Qualifier.SOFTFAIL;
          case '?' -> Qualifier.NEUTRAL;
          default -> Qualifier.PASS;
        };
    boolean written = "+-?~".indexOf(term.charAt(0)) >= 0;
    String text = written ? term.substring(1) : term;
    Optional<Mechanism> mechanism = mechanism(text);
    mechanism.ifPresentOrElse(
        m -> directives.add(new Directive(qualifier, m)),
        () -> malformed("unknown or malformed mechanism", term));
  }

  /**
   * <pre>
   * mechanism = ( all / include / a / mx / ptr / ip4 / ip6 / exists )
   * all       = "all"
   * include   = "include" ":" domain-spec
   * a         = "a"      [ ":" domain-spec ] [ dual-cidr-length ]
   * mx        = "mx"     [ ":" domain-spec ] [ dual-cidr-length ]
   * ptr       = "ptr"    [ ":" domain-spec ]
   * ip4       = "ip4"    ":" ip4-network [ ip4-cidr-length ]
   * ip6       = "ip6"    ":" ip6-network [ ip6-cidr-length ]
   * exists    = "exists" ":" domain-spec
   * </pre>
   */
  private static Optional<Mechanism> mechanism(String text) {
    int end = 0;
    while (end < text.length() && text.charAt(end) != ':' && text.charAt(end) != '/') {
      end++;
    }
    String rest = text.substring(end);
    return switch (text.substring(0, end).toLowerCase(Locale.ROOT)) {
      case "all" -> rest.isEmpty() ? Optional.of(new Mechanism.All(text)) : Optional.empty();
      case "include" -> domain(rest).map(domain -> new Mechanism.Include(domain, text));
      case "exists" -> domain(rest).map(domain -> new Mechanism.Exists(domain, text));
      case "ptr" -> optionalDomain(rest, domain -> Optional.of(new Mechanism.Ptr(domain, text)));
      case "a" -> withCidr(rest, (domain, cidr) -> new Mechanism.A(domain, cidr, text));
      case "mx" -> withCidr(rest, (domain, cidr) -> new Mechanism.Mx(domain, cidr, text));
      case "ip4" -> network(rest, 32).map(network -> new Mechanism.Ip(network, text));
      case "ip6" -> network(rest, 128).map(network -> new Mechanism.Ip(network, text));
      default -> Optional.empty();
    };
  }

  private interface AddressMechanism {
    Mechanism of(Optional<DomainSpec> domain, DualCidr cidr);
  }

  private static Optional<Mechanism> withCidr(String rest, AddressMechanism mechanism) {
    return Cidr.dual(rest)
        .flatMap(
            cidr ->
                optionalDomain(
                    cidr.rest(), domain -> Optional.of(mechanism.of(domain, cidr.lengths()))));
  }

  /** {@code ":" domain-spec}. */
  private static Optional<DomainSpec> domain(String rest) {
    return rest.startsWith(":") ? MacroParser.domainSpec(rest.substring(1)) : Optional.empty();
  }

  /** {@code [ ":" domain-spec ]}. */
  private static Optional<Mechanism> optionalDomain(
      String rest, Function<Optional<DomainSpec>, Optional<Mechanism>> mechanism) {
    return rest.isEmpty()
        ? mechanism.apply(Optional.empty())
        : domain(rest).flatMap(domain -> mechanism.apply(Optional.of(domain)));
  }

  /** {@code ":" ip4-network [ ip4-cidr-length ]}, and the same for {@code ip6}. */
  private static Optional<Network> network(String rest, int maxBits) {
    if (!rest.startsWith(":")) {
      return Optional.empty();
    }
    int slash = rest.indexOf('/');
    int bits = slash < 0 ? maxBits : Cidr.number(rest.substring(slash + 1), maxBits);
    String address = rest.substring(1, slash < 0 ? rest.length() : slash);
    if (bits < 0) {
      return Optional.empty();
    }
    return maxBits == 32 ? Network.ip4(address, bits) : Network.ip6(address, bits);
  }

  private static boolean isNameCharacter(char c) {
    return MacroParser.isAlpha(c) || MacroParser.isDigit(c) || c == '-' || c == '_' || c == '.';
  }

  private void malformed(String what, String term) {
    if (defect.isEmpty()) {
      defect = Optional.of(what + " " + Printable.shortened(term, SHOWN));
    }
  }
}
