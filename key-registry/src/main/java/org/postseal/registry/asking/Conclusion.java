package org.postseal.registry.asking;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.postseal.authentication.dkim.KeyRecord;
import org.postseal.authentication.dns.DnsAnswer;
import org.postseal.signingpolicy.KeyStatement;
import org.postseal.signingpolicy.PolicyStatement;
import org.postseal.signingpolicy.Testing;
import org.postseal.signingpolicy.TrustLevel;
import org.postseal.topics.DomainEntry.SigningPolicy;
import org.postseal.topics.PolicyPin;

/**
 * What follows from one source's finding, from what the DNS has under the key's name, and from what
 * the domain has stated before.
 *
 * <pre>
 *   finding           pinned   key                         policy
 *   said, T2 or T3    any      stated one, or none         stated one
 *   said, T0 or T1    no       stated one, or none         stated one
 *   said, T0 or T1    yes      not now                     pinned one
 *   not offered       no       not said                    none
 *   not offered       yes      not now                     pinned one
 *   not now           any      not now                     pinned one, if any
 *   any, and the DNS has another key: contradicted
 *   any, and the DNS cannot be asked about the key: not now
 * </pre>
 *
 * <p>A domain that announces a policy in the DNS ({@code _signpol}) counts as pinned here.
 */
final class Conclusion {
  private final Asking.Times times;
  private final Instant now;
  private final RandomGenerator random;

  Conclusion(Asking.Times times, Instant now, RandomGenerator random) {
    this.times = times;
    this.now = now;
    this.random = random;
  }

  /**
   * What is known beside the finding.
   *
   * @param pinned what the domain has stated before, if it is still held to it
   * @param announced whether the DNS says that there is a policy
   * @param inDns what it has under the name of the key asked for
   */
  record Beside(Optional<PolicyPin> pinned, boolean announced, Optional<DnsAnswer<String>> inDns) {
    private boolean isHeldTo() {
      return pinned.isPresent() || announced;
    }
  }

  Answer of(AskedFor asked, PolicyPin.Source source, Finding finding, Beside beside) {
    var pinned = beside.pinned().map(Conclusion::policy);
    return switch (finding) {
      case Finding.NotNow(var reason) ->
          new Answer(
              ofKey(asked, new Answer.Key.NotNow(reason)), pinned, pinnedBy(beside), later());
      case Finding.NotOffered(var reason, _) ->
          beside.isHeldTo()
              ? hidden(asked, beside, reason)
              : new Answer(
                  ofKey(asked, new Answer.Key.NotSaid(reason)),
                  Optional.empty(),
                  Optional.empty(),
                  times.negative());
      case Finding.Said said ->
          beside.isHeldTo() && !said.trust().decides()
              ? hidden(asked, beside, "whoever answers has not proven to be of the domain")
              : said(source, said, beside);
    };
  }

  private Answer hidden(AskedFor asked, Beside beside, String reason) {
    return new Answer(
        ofKey(asked, new Answer.Key.NotNow("the domain has stated a policy, and now: " + reason)),
        beside.pinned().map(Conclusion::policy),
        pinnedBy(beside),
        later());
  }

  private static Answer.Key ofKey(AskedFor asked, Answer.Key key) {
    return asked.selector().isPresent() ? key : new Answer.Key.NotAskedFor();
  }

  private static Optional<Answer.Origin> pinnedBy(Beside beside) {
    return beside.pinned().map(pin -> new Answer.Origin(pin.source(), policy(pin).trust()));
  }

  private Answer said(PolicyPin.Source source, Finding.Said said, Beside beside) {
    var policy =
        said.policy()
            .filter(statement -> statement.maxAge().isPositive())
            .map(statement -> policy(statement, source, said.trust()))
            .or(() -> said.policy().isPresent() ? Optional.empty() : pinned(beside));
    var origin = Optional.of(new Answer.Origin(source, said.trust()));
    return switch (said.key()) {
      case Finding.Key.NotAskedFor _ ->
          new Answer(
              new Answer.Key.NotAskedFor(),
              policy,
              origin,
              policy
                  .map(of -> shorter(times.refresh(), Duration.between(now, of.pin().expires())))
                  .orElse(times.negative()));
      case Finding.Key.None(var reason) ->
          new Answer(new Answer.Key.None(reason), policy, origin, times.negative());
      case Finding.Key.Stated(var statement) ->
          stated(statement, policy, origin, beside.inDns().orElseThrow());
    };
  }

  private static Optional<Answer.Policy> pinned(Beside beside) {
    return beside.pinned().map(Conclusion::policy);
  }

  private Answer stated(
      KeyStatement statement,
      Optional<Answer.Policy> policy,
      Optional<Answer.Origin> origin,
      DnsAnswer<String> inDns) {
    return switch (inDns) {
      case DnsAnswer.Unavailable<String>(var reason) ->
          new Answer(
              new Answer.Key.NotNow("whether the DNS has the same key: " + reason),
              policy,
              origin,
              later());
      case DnsAnswer.Found<String>(var records, _, _)
          when contradicts(records, statement.keyRecord()) ->
          new Answer(
              new Answer.Key.Contradicted("the DNS has another key under this name"),
              policy,
              origin,
              times.negative());
      case DnsAnswer.Found<String> _,
          DnsAnswer.NoRecords<String> _,
          DnsAnswer.NoSuchDomain<String> _ ->
          new Answer(new Answer.Key.Found(statement.keyRecord()), policy, origin, ttl(statement));
    };
  }

  /** What a verifier would read as a key, and as another one; a wildcard's SPF record is none. */
  private static boolean contradicts(List<String> records, String stated) {
    var keys =
        records.stream()
            .map(KeyRecord::parse)
            .filter(KeyRecord.Parsed.WellFormed.class::isInstance)
            .toList();
    return !keys.isEmpty() && !keys.contains(KeyRecord.parse(stated));
  }

  /** A key is not kept beyond the day from which the domain signs with another. */
  private Duration ttl(KeyStatement statement) {
    var untilNext =
        statement
            .nextChange()
            .map(LocalDate::atStartOfDay)
            .map(day -> Duration.between(now, day.toInstant(ZoneOffset.UTC)))
            .filter(Duration::isPositive)
            .orElse(times.key());
    return shorter(shorter(statement.ttl(), times.key()), untilNext);
  }

  private Duration later() {
    return times.failure().plusMillis(random.nextLong(times.failure().toMillis() + 1));
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private Answer.Policy policy(
      PolicyStatement statement, PolicyPin.Source source, TrustLevel trust) {
    return new Answer.Policy(
        new PolicyPin(
            statement.domain().ascii(),
            switch (statement.sign()) {
              case ALL -> SigningPolicy.ALL;
              case SOME -> SigningPolicy.SOME;
              case NONE -> SigningPolicy.NONE;
            },
            statement.testing() == Testing.YES,
            statement.id(),
            source,
            trust == TrustLevel.T3 ? PolicyPin.Trust.T3 : PolicyPin.Trust.T2,
            now,
            now.plus(shorter(statement.maxAge(), times.policy()))),
        trust);
  }

  static Answer.Policy policy(PolicyPin pin) {
    return new Answer.Policy(
        pin,
        switch (pin.trust()) {
          case T2 -> TrustLevel.T2;
          case T3 -> TrustLevel.T3;
        });
  }
}
