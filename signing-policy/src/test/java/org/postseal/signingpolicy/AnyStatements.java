package org.postseal.signingpolicy;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.postseal.authentication.dkim.Selector;
import org.postseal.authentication.dns.DomainName;

/** Statements and names of all kinds, for properties. */
final class AnyStatements {
  private AnyStatements() {}

  static Arbitrary<DomainName> domains() {
    return labels()
        .list()
        .ofMinSize(1)
        .ofMaxSize(4)
        .map(labels -> String.join(".", labels))
        .filter(name -> name.length() <= DomainName.MAX_NAME)
        .map(DomainName::new);
  }

  static Arbitrary<Selector> selectors() {
    return domains().map(name -> new Selector(name.ascii()));
  }

  private static Arbitrary<String> labels() {
    return Arbitraries.strings()
        .withCharRange('a', 'z')
        .withCharRange('0', '9')
        .withChars('-')
        .ofMinLength(1)
        .ofMaxLength(63)
        .filter(label -> !label.startsWith("-") && !label.endsWith("-"));
  }

  static Arbitrary<PolicyStatement> policies() {
    return Combinators.combine(
            domains(),
            Arbitraries.of(Promise.class),
            Arbitraries.of(Testing.class),
            Arbitraries.strings().alpha().numeric().ofMinLength(1).ofMaxLength(32),
            Arbitraries.integers().between(0, 31_557_600).map(Duration::ofSeconds),
            Arbitraries.of(KeyPlace.class).set())
        .as(PolicyStatement::new);
  }

  static Arbitrary<KeyStatement> keys() {
    return Combinators.combine(
            domains(),
            selectors(),
            Arbitraries.integers().between(0, Integer.MAX_VALUE).map(Duration::ofSeconds),
            days(),
            keyRecords())
        .as(KeyStatement::new);
  }

  private static Arbitrary<Optional<LocalDate>> days() {
    return Arbitraries.integers()
        .between(0, 2_000_000)
        .map(day -> LocalDate.of(1000, 1, 1).plusDays(day))
        .optional();
  }

  /** Any text that may stand there, mostly of the lengths around a cut. */
  private static Arbitrary<String> keyRecords() {
    var text = Arbitraries.strings().withCharRange(' ', '~');
    return Arbitraries.oneOf(
            text.ofMaxLength(60),
            text.ofMinLength(398).ofMaxLength(402),
            text.ofMinLength(798).ofMaxLength(802),
            text.ofMaxLength(4000))
        .map(more -> "p=" + more);
  }

  static Arbitrary<TwinDocument> documents() {
    return Combinators.combine(policies(), keys().list().ofMaxSize(5))
        .as((policy, keys) -> new TwinDocument(policy, ofDomain(policy.domain(), keys)));
  }

  private static List<KeyStatement> ofDomain(DomainName domain, List<KeyStatement> keys) {
    Set<Selector> seen = new java.util.HashSet<>();
    return keys.stream()
        .filter(key -> seen.add(key.selector()))
        .map(
            key ->
                new KeyStatement(
                    domain, key.selector(), key.ttl(), key.nextChange(), key.keyRecord()))
        .toList();
  }
}
