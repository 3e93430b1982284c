package org.postseal.ingress.connection;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SSLOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.postseal.accounts.Identity;
import org.postseal.accounts.sasl.Mechanism;
import org.postseal.accounts.sasl.Mechanisms;
import org.postseal.accounts.throttle.LoginThrottle;
import org.postseal.accounts.throttle.Network;
import org.postseal.authentication.dns.DomainName;
import org.postseal.authentication.message.DigestLimits;
import org.postseal.ingress.acceptance.LocalDomain;
import org.postseal.ingress.acceptance.LocalDomains;
import org.postseal.ingress.acceptance.MxRecipients;
import org.postseal.ingress.acceptance.SubmittedHeader;
import org.postseal.ingress.acceptance.TraceFields;
import org.postseal.ingress.acceptance.TrustedClients;
import org.postseal.ingress.load.AccountRates;
import org.postseal.ingress.load.Allowance;
import org.postseal.ingress.load.Blocklists;
import org.postseal.ingress.load.ClientLimits;
import org.postseal.ingress.load.Entrance;
import org.postseal.ingress.load.MemoryBudget;
import org.postseal.ingress.load.MemoryLimits;
import org.postseal.ingress.session.Listener;
import org.postseal.ingress.session.SessionRules;
import org.postseal.ingress.tls.SelfSigned;
import org.postseal.ingress.tls.Tls;
import org.postseal.smtp.path.PathLimits;

/** A server on loopback with small limits, and fakes behind it. */
final class Edge implements AutoCloseable {
  static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

  final FakePorts ports = new FakePorts();
  final MeterRegistry meters = new SimpleMeterRegistry();
  final MemoryBudget budget;
  final SmtpServer server;
  private final Vertx vertx = Vertx.vertx();

  Edge(Path directory, Wishes wishes) {
    this(directory, wishes, vertx -> entrance(vertx, wishes));
  }

  Edge(Path directory, Wishes wishes, Function<Vertx, Entrance> entrance) {
    budget = new MemoryBudget(MemoryLimits.undivided(wishes.octets("budget", 64 << 20)));
    server =
        new SmtpServer(
            vertx,
            setup(vertx, directory, wishes, accounts(wishes), entrance.apply(vertx)),
            ports.asPorts(),
            budget,
            meters);
    wishes.checkAllKnown();
    await(server.start());
  }

  static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static SmtpServer.Setup setup(
      Vertx vertx,
      Path directory,
      Wishes wishes,
      SessionRules.Accounts accounts,
      Entrance entrance) {
    var files = SelfSigned.in(directory, "mx.example", Instant.now());
    var tls =
        new SSLOptions()
            .setKeyCertOptions(
                new PemKeyCertOptions()
                    .addKeyPath(files.key().toString())
                    .addCertPath(files.certificate().toString()));
    if (wishes.text("client-certificates", "no").equals("yes")) {
      tls.setTrustOptions(new PemTrustOptions().addCertPath(files.certificate().toString()));
    }
    var listeners = new EnumMap<Listener, Integer>(Listener.class);
    var rules = new EnumMap<Listener, SessionRules>(Listener.class);
    for (var listener : Listener.values()) {
      listeners.put(listener, 0);
      rules.put(listener, rules(listener, wishes, accounts));
    }
    return new SmtpServer.Setup(
        "127.0.0.1",
        listeners,
        rules,
        connection(wishes),
        entrance,
        wishes.text("tls", "yes").equals("yes")
            ? Optional.of(new Tls(vertx, tls))
            : Optional.empty(),
        wishes.number("loops", 1));
  }

  private static ConnectionSettings connection(Wishes wishes) {
    var silence = wishes.duration("silence", Duration.ofSeconds(20));
    return new ConnectionSettings(
        512,
        12_288,
        1000,
        wishes.octets("size", 10_000),
        PathLimits.GENEROUS,
        DigestLimits.DEFAULT,
        new ConnectionSettings.Timeouts(
            silence,
            wishes.duration("content-silence", silence),
            wishes.duration("whole-content", silence),
            Duration.ofMillis(20)),
        InstantSource.fixed(NOW));
  }

  private static Entrance entrance(Vertx vertx, Wishes wishes) {
    var amounts =
        new ClientLimits.Amounts(
            wishes.number("connections-per-address", 0),
            wishes.number("connections-per-minute", 0),
            wishes.number("messages-per-minute", 0),
            wishes.number("recipients-per-minute", 0),
            wishes.number("octets-per-minute", 0),
            wishes.number("queries-per-minute", 0));
    boolean blocked = wishes.text("blocked", "no").equals("yes");
    var lists =
        new Blocklists(
            vertx,
            new LoopbackListed(),
            List.of(DomainName.of("bl.example")),
            Duration.ofSeconds(5));
    return new Entrance(
        new Entrance.Settings(wishes.number("connections", 100), Entrance.Proxies.NONE),
        allowance(limits(Map.of(ClientLimits.Scope.ADDRESS, amounts)), wishes),
        wishes.text("listed", "no").equals("yes") ? Optional.of(lists) : Optional.empty(),
        _ -> blocked);
  }

  static Allowance allowance(ClientLimits clients, Wishes wishes) {
    return new Allowance(
        clients,
        new AccountRates(
            new AccountRates.Settings(
                wishes.number("messages", 0),
                wishes.number("account-recipients", 0),
                wishes.octets("octets", 0),
                Duration.ofHours(1),
                100),
            InstantSource.fixed(NOW)),
        new LoginThrottle(
            new LoginThrottle.Settings(
                wishes.number("failures", 10),
                100,
                100,
                Duration.ofHours(1),
                100,
                new Network.PrefixLengths(32, 64)),
            InstantSource.fixed(NOW)),
        InstantSource.fixed(NOW));
  }

  static ClientLimits limits(Map<ClientLimits.Scope, ClientLimits.Amounts> amounts) {
    return new ClientLimits(
        new ClientLimits.Settings(
            amounts,
            Duration.ofMinutes(1),
            100,
            new Network.PrefixLengths(24, 64),
            List.of(Network.of("192.0.2.128/25"))));
  }

  static SessionRules rules(Listener listener, Wishes wishes, SessionRules.Accounts accounts) {
    var traceFields = new TraceFields(Set.of("mx.example"));
    return new SessionRules(
        listener,
        "mx.example",
        listener != Listener.SUBMISSIONS && wishes.text("tls", "yes").equals("yes"),
        wishes.duration("greeting-delay", Duration.ZERO),
        new SessionRules.Limits(
            wishes.octets("size", 10_000),
            wishes.number("recipients", 3),
            wishes.number("transactions", 100),
            wishes.number("idle", 1000),
            wishes.number("errors", 5),
            wishes.number("auth-failures", 2),
            wishes.number("received", 3)),
        new MxRecipients(
            new Domains(wishes.text("domains", "known").equals("known")),
            "mx.example",
            MxRecipients.Unlisted.ASKED,
            "+"),
        new SubmittedHeader("mx.example", traceFields),
        traceFields,
        accounts,
        wishes.text("xclient", "no").equals("yes") ? List.of(Network.of("127.0.0.0/8")) : List.of(),
        FakeStatements.offer(listener, wishes));
  }

  /** The nonce is that of RFC 7677 §3. */
  private SessionRules.Accounts accounts(Wishes wishes) {
    return new SessionRules.Accounts(
        new Mechanisms(
            ports::evidence,
            EnumSet.allOf(Mechanism.class),
            () -> "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0"),
        new TrustedClients(
            wishes.text("trusted", "no").equals("no")
                ? List.of()
                : List.of(Network.of("127.0.0.0/8")),
            List.of(Identity.parse("@example.com").orElseThrow())));
  }

  int port(Listener listener) {
    return server.port(listener);
  }

  @Override
  public void close() {
    await(vertx.close());
  }

  /** example.net takes everybody; strict.example takes bob only and has a policy of its own. */
  private record Domains(boolean isComplete) implements LocalDomains {
    private static final Map<String, LocalDomain> ALL =
        Map.of(
            "example.net",
                new LocalDomain("example.net", "enforce", new LocalDomain.Users.Everybody()),
            "strict.example",
                new LocalDomain(
                    "strict.example", "strict", new LocalDomain.Users.Listed(Set.of("bob"))),
            "asked.example",
                new LocalDomain("asked.example", "enforce", new LocalDomain.Users.Unlisted()));

    @Override
    public Optional<LocalDomain> find(String domain) {
      return isComplete ? Optional.ofNullable(ALL.get(domain)) : Optional.empty();
    }
  }
}
