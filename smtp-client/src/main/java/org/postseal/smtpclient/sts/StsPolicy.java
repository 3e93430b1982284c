package org.postseal.smtpclient.sts;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.postseal.authentication.dns.DomainName;

/**
 * A policy (RFC 8461 §3.2).
 *
 * @param mx names of mail exchangers, in lower case; a first label of {@code *} stands for one
 * @param maxAge how long it may be remembered
 */
public record StsPolicy(Mode mode, List<String> mx, Duration maxAge) {

  /** The longest a policy may ask to be remembered, §3.2. */
  private static final long LONGEST_SECONDS = 31_557_600;

  private static final int MOST_PATTERNS = 1000;

  /** What is done about exchangers that do not live up to it. */
  public enum Mode {
    ENFORCE,
    TESTING,
    NONE
  }

  public StsPolicy {
    mx = List.copyOf(mx);
  }

  /** Reads one; empty if it is none. The first of several fields of a name counts (§3.2). */
  public static Optional<StsPolicy> parse(String text) {
    var fields = Fields.of(text);
    if (!fields.first("version").equals(Optional.of("STSv1"))) {
      return Optional.empty();
    }
    var mode =
        fields
            .first("mode")
            .flatMap(
                word ->
                    switch (word) {
                      case "enforce" -> Optional.of(Mode.ENFORCE);
                      case "testing" -> Optional.of(Mode.TESTING);
                      case "none" -> Optional.of(Mode.NONE);
                      default -> Optional.empty();
                    });
    var maxAge =
        fields
            .first("max_age")
            .filter(number -> number.matches("[0-9]{1,10}"))
            .map(number -> Duration.ofSeconds(Math.min(Long.parseLong(number), LONGEST_SECONDS)));
    var patterns = fields.all("mx");
    if (mode.isEmpty()
        || maxAge.isEmpty()
        || patterns.size() > MOST_PATTERNS
        || !patterns.stream().allMatch(StsPolicy::isPattern)
        || (patterns.isEmpty() && mode.get() != Mode.NONE)) {
      return Optional.empty();
    }
    return Optional.of(new StsPolicy(mode.get(), patterns, maxAge.get()));
  }

  /** Whether it allows a mail exchanger of this name (§4.1). */
  public boolean allows(DomainName exchange) {
    return mx.stream().anyMatch(pattern -> matches(pattern, exchange.ascii()));
  }

  private static boolean matches(String pattern, String name) {
    if (!pattern.startsWith("*.")) {
      return pattern.equals(name);
    }
    int dot = name.indexOf('.');
    return dot > 0 && name.substring(dot).equals(pattern.substring(1));
  }

  private static boolean isPattern(String text) {
    return DomainName.parse(text.startsWith("*.") ? text.substring(2) : text).isPresent();
  }

  /** {@code sts-policy-field}s: a name, a colon, a value; lines end with LF or CRLF. */
  private record Fields(List<String[]> pairs) {
    static Fields of(String text) {
      var pairs = new ArrayList<String[]>();
      for (var line : text.split("\r?\n", -1)) {
        int colon = line.indexOf(':');
        if (colon > 0) {
          pairs.add(
              new String[] {line.substring(0, colon).strip(), line.substring(colon + 1).strip()});
        }
      }
      return new Fields(pairs);
    }

    Optional<String> first(String name) {
      return pairs.stream().filter(pair -> pair[0].equals(name)).map(pair -> pair[1]).findFirst();
    }

    List<String> all(String name) {
      return pairs.stream()
          .filter(pair -> pair[0].equals(name))
          .map(pair -> pair[1].toLowerCase(Locale.ROOT))
          .toList();
    }
  }
}
