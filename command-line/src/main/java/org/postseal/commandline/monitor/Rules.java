package org.postseal.commandline.monitor;

import java.util.Set;
import java.util.TreeSet;
import org.postseal.commandline.Suggestion;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Every rule that an event can name. The decision table, the ingress, and the signer have theirs; a
 * test compares this list with what their sources say.
 */
final class Rules {
  static final Set<String> KNOWN =
      Set.of(
          // the decision table
          "accept",
          "blocklist",
          "content-limit",
          "could-not-fetch",
          "dmarc-quarantine",
          "dmarc-reject",
          "dmarc-reject-indirect",
          "from-absent",
          "from-malformed",
          "from-repeated",
          "from-several",
          "header-malformed",
          "null-mx",
          "own-domain",
          "own-domain-indirect",
          "signing-policy",
          "signing-policy-indirect",
          // the signer
          "cannot-be-signed",
          "field-repeated",
          "from-identity",
          "no-signing-key",
          "not-our-domain",
          "reverse-path-identity",
          "sender-identity",
          "signed",
          // the ingress
          "account-rate",
          "ambiguous",
          "bare-cr",
          "bare-lf",
          "client-gone",
          "closing",
          "cannot-ask",
          "foreign-author",
          "header-limit",
          "line-too-long",
          "long-header-sections",
          "loop",
          "mistake",
          "no-answer",
          "no-author",
          "not-stored",
          "not-utf8",
          "nul-at-line-start",
          "out-of-memory",
          "signing-failed",
          "store-failed",
          "too-large",
          "too-much",
          "too-many-open-questions",
          "verification-failed");

  private Rules() {}

  /** Reads a rule's name. */
  static final class Name implements ITypeConverter<String> {
    @Override
    public String convert(String text) {
      if (!KNOWN.contains(text)) {
        throw new TypeConversionException("no rule is called '" + text + "'" + meant(text));
      }
      return text;
    }

    private static String meant(String text) {
      return Suggestion.of(text, KNOWN)
          .map(near -> "; did you mean " + near + "?")
          .orElse("; they are " + String.join(", ", new TreeSet<>(KNOWN)));
    }
  }
}
