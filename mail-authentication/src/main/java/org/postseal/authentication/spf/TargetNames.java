package org.postseal.authentication.spf;

import java.util.Optional;
import org.postseal.authentication.dns.DomainName;

/** Makes {@code <target-name>}s and explanations out of macro strings, RFC 7208 §4.8 and §7.3. */
final class TargetNames {
  private final MacroExpansion expansion;

  /** What a domain-spec expands to. */
  sealed interface Target {
    record Name(DomainName name) implements Target {}

    /**
     * An empty or too long label: no question can be asked. RFC 7208 §4.8 leaves open what follows;
     * we take it for a name that does not exist.
     */
    record Unaskable() implements Target {}

    /**
     * The local-part of the sender would stand in the name and is not ASCII. RFC 8616 §4: such a
     * term matches nothing.
     */
    record MatchesNothing() implements Target {}

    /** The expansion became longer than we follow. */
    record TooLong() implements Target {}
  }

  TargetNames(MacroExpansion expansion) {
    this.expansion = expansion;
  }

  Target target(DomainSpec spec, DomainName domain) {
    if (expansion.needsNonAsciiLocalPart(spec.macro())) {
      return new Target.MatchesNothing();
    }
    var expanded = expansion.expand(spec.macro(), domain);
    if (expanded.isEmpty()) {
      return new Target.TooLong();
    }
    return DomainName.queryable(shortened(Sender.withoutFinalDot(expanded.get())))
        .<Target>map(Target.Name::new)
        .orElseGet(Target.Unaskable::new);
  }

  /**
   * The text of an explanation. Senders put local-parts and HELO names into it, so that what is not
   * printable ASCII in the end is dropped as a whole.
   */
  Optional<String> explanation(MacroString text, DomainName domain) {
    return expansion
        .expand(text, domain)
        .filter(expanded -> expanded.chars().allMatch(c -> c >= ' ' && c < 127));
  }

  /** RFC 7208 §7.3: labels are taken off the left until the name is short enough. */
  private static String shortened(String name) {
    int from = 0;
    while (name.length() - from > DomainName.MAX_NAME) {
      int dot = name.indexOf('.', from);
      if (dot < 0) {
        break;
      }
      from = dot + 1;
    }
    return name.substring(from);
  }
}
