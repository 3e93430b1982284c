package org.postseal.ingress.connection;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.postseal.accounts.throttle.Network;
import org.postseal.authentication.dkim.Selector;
import org.postseal.authentication.dns.DomainName;
import org.postseal.ingress.session.Listener;
import org.postseal.ingress.session.OurStatements;
import org.postseal.ingress.session.PolicyOffer;
import org.postseal.signingpolicy.Announcement;
import org.postseal.signingpolicy.KeyPlace;
import org.postseal.signingpolicy.KeyStatement;
import org.postseal.signingpolicy.PolicyStatement;
import org.postseal.signingpolicy.Promise;
import org.postseal.signingpolicy.Testing;

/** What a test's server states: the README of the transcripts says what. */
record FakeStatements(boolean isComplete) implements OurStatements {
  private static final DomainName DOMAIN = DomainName.of("example.net");
  private static final DomainName TESTING = DomainName.of("strict.example");
  private static final Map<Selector, String> KEYS =
      Map.of(
          new Selector("s1"), "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
          new Selector("long"), "v=DKIM1; k=rsa; p=" + "M".repeat(392),
          new Selector("revoked"), "v=DKIM1; k=rsa; p=");

  static Optional<PolicyOffer> offer(Listener listener, Wishes wishes) {
    var listeners = List.of(wishes.text("signpol", "").split(",", -1));
    var networks = wishes.text("signpol-for", "");
    var statements = new FakeStatements(wishes.text("statements", "known").equals("known"));
    return listeners.contains(listener.word())
        ? Optional.of(
            new PolicyOffer(
                statements,
                networks.isEmpty() ? List.of() : List.of(Network.of(networks)),
                new Announcement(OptionalInt.of(16_384))))
        : Optional.empty();
  }

  @Override
  public Optional<PolicyStatement> policy(DomainName domain) {
    if (domain.equals(DOMAIN)) {
      return Optional.of(policy(domain, Testing.NO, "20261123a"));
    }
    return domain.equals(TESTING)
        ? Optional.of(policy(domain, Testing.YES, "a"))
        : Optional.empty();
  }

  private static PolicyStatement policy(DomainName domain, Testing testing, String id) {
    return new PolicyStatement(
        domain, Promise.ALL, testing, id, Duration.ofDays(1), Set.of(KeyPlace.DNS, KeyPlace.SMTP));
  }

  @Override
  public Optional<KeyStatement> key(Selector selector, DomainName domain) {
    return Optional.ofNullable(KEYS.get(selector))
        .filter(_ -> domain.equals(DOMAIN))
        .map(
            text ->
                new KeyStatement(domain, selector, Duration.ofHours(1), Optional.empty(), text));
  }
}
