package org.postseal.fuzzing.session;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postseal.accounts.sasl.Mechanism;
import org.postseal.accounts.sasl.Mechanisms;
import org.postseal.accounts.throttle.LoginThrottle;
import org.postseal.accounts.throttle.Network;
import org.postseal.authentication.message.DigestLimits;
import org.postseal.ingress.acceptance.LocalDomain;
import org.postseal.ingress.acceptance.LocalDomain.Users;
import org.postseal.ingress.acceptance.LocalDomains;
import org.postseal.ingress.acceptance.MxRecipients;
import org.postseal.ingress.acceptance.SubmittedHeader;
import org.postseal.ingress.acceptance.TraceFields;
import org.postseal.ingress.acceptance.TrustedClients;
import org.postseal.ingress.connection.ConnectionSettings;
import org.postseal.ingress.connection.ListenerParts;
import org.postseal.ingress.connection.Ports;
import org.postseal.ingress.load.AccountRates;
import org.postseal.ingress.load.Allowance;
import org.postseal.ingress.load.ClientLimits;
import org.postseal.ingress.load.Entrance;
import org.postseal.ingress.load.MemoryBudget;
import org.postseal.ingress.session.Listener;
import org.postseal.ingress.session.Session;
import org.postseal.ingress.session.SessionRules;
import org.postseal.ingress.watch.SessionMetrics;
import org.postseal.smtp.path.PathLimits;

/** The settings of a server with small limits. */
final class FakeWorld {
  private static final String HOSTNAME = "mx.receiver.example";
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
  static final long SIZE = 4_000;

  /** That of RFC 7677 §3, so that its exchange can be a seed. */
  private static final String NONCE = "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";

  private static final LoginThrottle.Settings THROTTLE =
      new LoginThrottle.Settings(
          4, 100, 100, Duration.ofHours(1), 100, new Network.PrefixLengths(32, 64));

  private static final AccountRates.Settings RATES =
      new AccountRates.Settings(2, 4, 6_000, Duration.ofHours(1), 100);

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private static final ConnectionSettings SETTINGS =
      new ConnectionSettings(
          512,
          12_288,
          1_000,
          SIZE,
          PathLimits.GENEROUS,
          DigestLimits.DEFAULT,
          new ConnectionSettings.Timeouts(PATIENCE, PATIENCE, PATIENCE, Duration.ofSeconds(1)),
          InstantSource.fixed(NOW));

  private static final Map<Listener, SessionMetrics> METRICS = new EnumMap<>(Listener.class);

  static {
    for (Listener listener : Listener.values()) {
      METRICS.put(listener, new SessionMetrics(new SimpleMeterRegistry(), listener));
    }
  }

  private FakeWorld() {}

  static ListenerParts parts(String words, Ports ports, MemoryBudget budget) {
    Listener listener =
        words.contains("submissions")
            ? Listener.SUBMISSIONS
            : words.contains("submission") ? Listener.SUBMISSION : Listener.MX;
    return new ListenerParts(
        listener,
        new Session(rules(listener, ports, introducers(words))),
        SETTINGS,
        ports,
        budget,
        METRICS.get(listener),
        entrance(),
        () -> false);
  }

  private static Entrance entrance() {
    var limits =
        new ClientLimits.Settings(
            Map.of(), Duration.ofMinutes(1), 100, new Network.PrefixLengths(24, 64), List.of());
    return new Entrance(
        new Entrance.Settings(100, Entrance.Proxies.NONE),
        new Allowance(
            new ClientLimits(limits),
            new AccountRates(RATES, InstantSource.fixed(NOW)),
            new LoginThrottle(THROTTLE, InstantSource.fixed(NOW)),
            InstantSource.fixed(NOW)),
        Optional.empty());
  }

  private static List<Network> introducers(String words) {
    return words.contains("trusted") ? List.of(Network.of("192.0.2.1/32")) : List.of();
  }

  private static SessionRules rules(Listener listener, Ports ports, List<Network> introducers) {
    var traceFields = new TraceFields(Set.of(HOSTNAME));
    return new SessionRules(
        listener,
        HOSTNAME,
        listener != Listener.SUBMISSIONS,
        Duration.ZERO,
        new SessionRules.Limits(SIZE, 3, 100, 1000, 12, 3, 3),
        new MxRecipients(new Domains(), HOSTNAME, MxRecipients.Unlisted.ASKED, "+"),
        new SubmittedHeader(HOSTNAME, traceFields),
        traceFields,
        new SessionRules.Accounts(
            new Mechanisms(
                ports.credentials()::evidence, EnumSet.allOf(Mechanism.class), () -> NONCE),
            new TrustedClients(List.of(), List.of())),
        introducers,
        Optional.empty());
  }

  /** One takes everybody, one takes bob only, and of one the next hop knows. */
  private static final class Domains implements LocalDomains {
    private static final Map<String, LocalDomain> ALL =
        Map.of(
            "receiver.example", domain("receiver.example", new Users.Everybody()),
            "strict.example", domain("strict.example", new Users.Listed(Set.of("bob"))),
            "asked.example", domain("asked.example", new Users.Unlisted()));

    /** Each has a policy of its own. */
    private static LocalDomain domain(String name, Users users) {
      return new LocalDomain(name, name, users);
    }

    @Override
    public Optional<LocalDomain> find(String domain) {
      return Optional.ofNullable(ALL.get(domain));
    }

    @Override
    public boolean isComplete() {
      return true;
    }
  }
}
