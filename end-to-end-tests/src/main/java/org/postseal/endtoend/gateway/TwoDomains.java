package org.postseal.endtoend.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.postseal.broker.FreePorts;
import org.postseal.dns.server.ZoneServer;
import org.postseal.endtoend.smtp.SmtpSession;

/**
 * Two gateways that know each other only through SMTP and the DNS: {@code sender.example} signs
 * what its users submit, {@code receiver.example} delivers into Maildirs and holds an operator's
 * entry that sender.example signs everything. The receiver's verifier is a process of its own, or
 * all its services are.
 */
public final class TwoDomains implements AutoCloseable {
  public static final String SENDER = "sender.example";
  public static final String RECEIVER = "receiver.example";
  public static final String ALICES_PASSWORD = "a long one, for loopback only";

  /** Long enough for a busy machine, short enough to wait for where no verifier answers. */
  private static final String UNDECIDED_AFTER = "6S";

  private final ZoneServer zone;
  private final Gateway sender;
  private final RunningGateway receiver;
  private final ServiceProcess verifier;

  private TwoDomains(
      ZoneServer zone, Gateway sender, RunningGateway receiver, ServiceProcess verifier) {
    this.zone = zone;
    this.sender = sender;
    this.receiver = receiver;
    this.verifier = verifier;
  }

  /**
   * Starts DNS and all processes, with everything they write below a directory that is emptied
   * first; returns at once.
   *
   * @param adapted the plan of both gateways, changed as the caller likes
   */
  public static TwoDomains start(Path directory, UnaryOperator<GatewayPlan> adapted) {
    return start(directory, adapted, Map.of());
  }

  /**
   * The same.
   *
   * @param verifierSettings more settings of the receiver's verifier
   */
  public static TwoDomains start(
      Path directory, UnaryOperator<GatewayPlan> adapted, Map<String, String> verifierSettings) {
    var zone = emptied(directory);
    var receiver =
        Gateway.start(
            adapted.apply(
                receiverPlan(directory, zone).with("postseal.verifier.enabled", "false")));
    var sender = senderOf(receiver, directory, zone, adapted);
    return new TwoDomains(
        zone, sender, receiver, verifierOf(receiver, directory, zone, verifierSettings));
  }

  /** The same, with a receiver whose services are five processes. */
  public static TwoDomains startSeparately(Path directory, UnaryOperator<GatewayPlan> adapted) {
    var zone = emptied(directory);
    var receiver = FiveServices.start(adapted.apply(receiverPlan(directory, zone)), zone);
    var sender = senderOf(receiver, directory, zone, adapted);
    return new TwoDomains(zone, sender, receiver, receiver.service(Application.VERIFIER));
  }

  private static ZoneServer emptied(Path directory) {
    Directories.empty(directory);
    return ZoneServer.start()
        .ns(SENDER, "ns." + SENDER)
        .address("ns." + SENDER, "127.0.0.1")
        .mx(SENDER, 10, "mx." + SENDER)
        .address("mx." + SENDER, "127.0.0.1")
        .mx(RECEIVER, 10, "mx." + RECEIVER)
        .address("mx." + RECEIVER, "127.0.0.1");
  }

  private static GatewayPlan receiverPlan(Path directory, ZoneServer zone) {
    var plan = plan(directory.resolve("receiver"), RECEIVER, zone);
    return plan.with("postseal.ingress.handoff.answer-deadline", UNDECIDED_AFTER)
        .with("postseal.relay.routes.\"" + RECEIVER + "\"", Gateway.maildirRoute(plan.directory()));
  }

  private static Gateway senderOf(
      RunningGateway receiver,
      Path directory,
      ZoneServer zone,
      UnaryOperator<GatewayPlan> adapted) {
    return Gateway.start(
        adapted.apply(
            plan(directory.resolve("sender"), SENDER, zone)
                .with("postseal.relay.mx.port", Integer.toString(receiver.ports().mx()))
                .with("postseal.relay.mx.allow-loopback", "true")
                .withAccount("alice", ALICES_PASSWORD, "alice@" + SENDER)));
  }

  /** Waits until every process is ready. */
  public TwoDomains awaitReady(Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    receiver.awaitReady(Duration.ofNanos(end - System.nanoTime()));
    sender.awaitReady(Duration.ofNanos(end - System.nanoTime()));
    verifier.awaitReady(Duration.ofNanos(end - System.nanoTime()));
    return this;
  }

  /** Makes domains, keys and an account known as an operator does, and publishes the keys. */
  public void introduce() {
    receiver
        .registry()
        .putDomain(
            RECEIVER,
            """
        {"local": true}""");
    receiver
        .registry()
        .putDomain(
            SENDER,
            """
        {"signingPolicy": "all"}""");
    sender
        .registry()
        .putDomain(
            SENDER,
            """
        {"local": true, "signed": true, "signingPolicy": "all"}""");
    for (var algorithm : List.of("rsa-2048", "ed25519")) {
      var keyId = sender.registry().makeKey(SENDER, algorithm);
      zone.zoneText(sender.registry().zoneText(keyId));
      sender.registry().activate(keyId);
    }
    Waiting.until(
        "mail for " + RECEIVER + " taken",
        Duration.ofSeconds(10),
        () -> takesMailForBob() ? Optional.of(true) : Optional.empty());
  }

  private boolean takesMailForBob() {
    try (var session = SmtpSession.connect(receiver.ports().mx())) {
      session.command("EHLO mx." + SENDER);
      session.command("MAIL FROM:<>");
      return session.command("RCPT TO:<bob@" + RECEIVER + ">").code() == 250;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public ZoneServer zone() {
    return zone;
  }

  public Gateway sender() {
    return sender;
  }

  public RunningGateway receiver() {
    return receiver;
  }

  /** The receiver's verifier. */
  public ServiceProcess verifier() {
    return verifier;
  }

  @Override
  public void close() {
    verifier.close();
    sender.close();
    receiver.close();
    zone.close();
  }

  private static GatewayPlan plan(Path directory, String domain, ZoneServer zone) {
    return GatewayPlan.of(directory, "mx." + domain)
        .with("postseal.relay.dns.servers", address(zone))
        .with("postseal.verifier.dns.servers", address(zone))
        .with("postseal.registry.lookup.dns-servers", address(zone))
        .with("postseal.registry.publication.allow-loopback", "true")
        .with(
            "postseal.registry.publication.server-port",
            Integer.toString(zone.address().getPort()));
  }

  /** Once the receiver has made the token: a verifier without the one it was told of ends. */
  private static ServiceProcess verifierOf(
      Gateway receiver, Path directory, ZoneServer zone, Map<String, String> more) {
    var tokens = receiver.data().resolve("registry-tokens");
    Waiting.until(
        "the receiver's tokens",
        Duration.ofSeconds(90),
        () -> Files.exists(tokens) ? Optional.of(tokens) : Optional.empty());
    Map<String, String> settings = new HashMap<>(receiver.kafkaSettingsOfService());
    settings.put("postseal.verifier.dns.servers", address(zone));
    settings.put("postseal.verifier.authserv-id", receiver.plan().hostName());
    settings.put("postseal.verifier.registry.url", receiver.process().http("").toString());
    settings.put("postseal.verifier.registry.token-file", tokens.toString());
    settings.putAll(more);
    return ServiceProcess.start(
        new ServicePlan(
            Application.VERIFIER,
            directory.resolve("receiver-verifier"),
            FreePorts.one(),
            settings,
            ServicePlan.QUICK_START));
  }

  private static String address(ZoneServer zone) {
    return "127.0.0.1:" + zone.address().getPort();
  }
}
