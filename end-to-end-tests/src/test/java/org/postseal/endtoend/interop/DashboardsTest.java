package org.postseal.endtoend.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.postseal.broker.FreePorts;
import org.postseal.dns.server.Fault;
import org.postseal.dns.server.ZoneServer;
import org.postseal.endtoend.gateway.Application;
import org.postseal.endtoend.gateway.Directories;
import org.postseal.endtoend.gateway.FiveServices;
import org.postseal.endtoend.gateway.Gateway;
import org.postseal.endtoend.gateway.GatewayPlan;
import org.postseal.endtoend.gateway.Waiting;
import org.postseal.endtoend.load.SignedLetter;
import org.postseal.endtoend.smtp.Letter;
import org.postseal.endtoend.smtp.SmtpReply;
import org.postseal.endtoend.smtp.SmtpSession;

/**
 * Every query of every panel and every alert, asked of a real Prometheus that watches five real
 * services while good, forged, unsigned, submitted and undeliverable mail comes in.
 */
@Tag("interop")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DashboardsTest {
  private static final String HERE = "receiver.example";
  private static final String AWAY = "away.example";
  private static final String THERE = "sender.example";
  private static final String BROKEN = "broken.example";
  private static final String ASKED = "asked.example";
  private static final String BOB = "bob@" + HERE;
  private static final String PASSWORD = "for loopback only";
  private static final Duration START_LIMIT = Duration.ofMinutes(2);

  /** The lag of a partition is measured from a minute after its consumer has begun. */
  private static final Duration DATA_LIMIT = Duration.ofMinutes(3);

  /** Alerts about what others measure, and who they are. */
  private static final Map<String, String> FOREIGN =
      Map.of(
          "PostsealUnderReplicated", "the Kafka exporter that Strimzi runs",
          "PostsealCertificateEnds", "cert-manager");

  private static final Path DIRECTORY =
      Application.repository().resolve("end-to-end-tests/target/interop-dashboards");

  private static ZoneServer zone;
  private static FiveServices services;
  private static MixedMail mail;
  private static Prometheus prometheus;

  @BeforeAll
  static void start() throws IOException {
    Program.installed("prometheus");
    Directories.empty(DIRECTORY);
    zone =
        ZoneServer.start()
            .fault("_dmarc." + BROKEN, Fault.serverFailure())
            .mx(ASKED, 10, "mx." + ASKED)
            .address("mx." + ASKED, "127.0.0.1");
    services = FiveServices.start(plan(), zone).awaitReady(START_LIMIT);
    introduce();
    mail = mail(SignedLetter.publish(zone, THERE));
    prometheus = Prometheus.start(DIRECTORY.resolve("prometheus"), ports());
    Waiting.until(
        "mail of every kind",
        START_LIMIT,
        () -> mail.hasBrought(5) ? Optional.of(true) : Optional.empty());
    Waiting.until(
        "the lag of a partition, which changes what else Kafka's clients show",
        DATA_LIMIT,
        () ->
            prometheus.hasData("kafka_consumer_fetch_manager_records_lag")
                ? Optional.of(true)
                : Optional.empty());
  }

  @AfterAll
  static void stop() {
    for (var one : new AutoCloseable[] {mail, prometheus, services, zone}) {
      try {
        if (one != null) {
          one.close();
        }
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static GatewayPlan plan() {
    return GatewayPlan.of(DIRECTORY, "mx." + HERE)
        .with("postseal.relay.routes.\"" + HERE + "\"", Gateway.maildirRoute(DIRECTORY))
        .with("postseal.relay.routes.\"" + AWAY + "\"", "smtp:127.0.0.1:" + FreePorts.one())
        .with("postseal.registry.name-server.enabled", "true")
        .with("postseal.registry.name-server.address", "127.0.0.1")
        .with("postseal.registry.name-server.port", Integer.toString(FreePorts.one()))
        .with("postseal.registry.name-server.names", "ns." + HERE)
        .with("postseal.registry.asking.enabled", "true")
        .with("postseal.registry.asking.client-name", "mx." + HERE)
        .with("postseal.registry.asking.sources", "smtp")
        .with("postseal.registry.asking.smtp-port", Integer.toString(FreePorts.one()))
        .with("postseal.registry.asking.allow-loopback", "true")
        .withAccount("carol", PASSWORD, "carol@" + HERE);
  }

  private static void introduce() {
    var registry = services.registry();
    registry.putDomain(HERE, "{\"local\": true, \"signed\": true}");
    registry.putDomain(AWAY, "{\"local\": true}");
    registry.putDomain(THERE, "{\"signingPolicy\": \"all\"}");
    registry.block("blocked.example", "a test");
    registry.activateByForce(registry.makeKey(HERE, "rsa-2048"));
    // one question is enough for the panels: its mail exchanger is away
    var _ = registry.get("/registry/v1/stated/" + ASKED);
  }

  private static MixedMail mail(SignedLetter sender) {
    int mx = services.ports().mx();
    int submissions = services.ports().submissions();
    var signed = sender.to(BOB, 2_000);
    return new MixedMail()
        .with("signed", 250, () -> brought(mx, "alice@" + THERE, BOB, signed))
        .with("forged", 550, () -> brought(mx, "alice@" + THERE, BOB, letter("alice@" + THERE)))
        .with("unsigned", 250, () -> brought(mx, "d@plain.example", BOB, letter("d@plain.example")))
        .with("undecided", 451, () -> brought(mx, "e@" + BROKEN, BOB, letter("e@" + BROKEN)))
        .with("kept for later", 250, () -> brought(mx, "alice@" + THERE, "bob@" + AWAY, signed))
        .with("submitted", 250, () -> submitted(submissions));
  }

  private static byte[] letter(String from) {
    return new Letter(from, BOB, "a test", "text").octets();
  }

  private static SmtpReply brought(int port, String from, String to, byte[] content)
      throws IOException {
    try (var session = SmtpSession.connect(port)) {
      session.command("EHLO mx.sender.example");
      return session.transaction(from, to, content);
    }
  }

  private static SmtpReply submitted(int port) throws IOException {
    try (var session = SmtpSession.connectTls(port)) {
      session.command("EHLO laptop");
      session.authPlain("carol", PASSWORD);
      return session.transaction("carol@" + HERE, BOB, letter("carol@" + HERE));
    }
  }

  private static Map<String, Integer> ports() {
    var ports = new HashMap<String, Integer>();
    for (var service :
        List.of(
            Application.INGRESS,
            Application.SIGNER,
            Application.VERIFIER,
            Application.RELAY,
            Application.REGISTRY)) {
      ports.put(service.module(), services.service(service).http("").getPort());
    }
    return ports;
  }

  @Test
  @Order(1)
  void theRulesAreInOrder() throws Exception {
    var run =
        Program.installed("promtool")
            .run(Duration.ofSeconds(30), List.of("check", "rules", Prometheus.rules().toString()));
    assertThat(run.exitStatus()).as(run.printed()).isZero();
  }

  @Test
  @Order(2)
  void everyPanelShowsSomething() {
    var panels = Panel.all();
    assertThat(panels).hasSizeGreaterThan(80);
    var asked = new HashMap<String, String>();
    panels.forEach(panel -> asked.put(panel.name() + " | " + panel.query(), panel.query()));
    assertThat(withoutData(asked)).as("panels without data; %s", mail).isEmpty();
  }

  @Test
  @Order(3)
  void everyAlertLooksAtSomething() {
    var alerts = prometheus.alerts();
    assertThat(alerts).hasSizeGreaterThan(15);
    assertThat(alerts.stream().map(Prometheus.Alert::name)).containsAll(FOREIGN.keySet());
    var asked = new HashMap<String, String>();
    for (var alert : alerts) {
      var _ = prometheus.query(alert.query());
      if (!FOREIGN.containsKey(alert.name())) {
        AlertOperands.of(alert.query())
            .forEach(operand -> asked.put(alert.name() + " | " + operand, operand));
      }
    }
    assertThat(withoutData(asked)).as("operands without data").isEmpty();
  }

  @Test
  @Order(4)
  void aServiceThatIsAwayIsAlerted() {
    var queries = new ArrayList<String>();
    for (var alert : prometheus.alerts()) {
      if (List.of("PostsealServiceDown", "PostsealNoReplica").contains(alert.name())) {
        queries.add(alert.query());
        assertThat(prometheus.hasData(alert.query())).as(alert.name()).isFalse();
      }
    }
    services.service(Application.VERIFIER).kill();
    for (var query : queries) {
      var found =
          Waiting.until(
              "an alert of " + query,
              Duration.ofSeconds(30),
              () ->
                  prometheus.hasData(query)
                      ? Optional.of(prometheus.query(query))
                      : Optional.empty());
      assertThat(found.path("result").path(0).path("metric").path("service").asText())
          .isEqualTo("verifier");
    }
  }

  /** What has no data when everything else has, or after as long as it takes to be measured. */
  private static Set<String> withoutData(Map<String, String> asked) {
    long end = System.nanoTime() + DATA_LIMIT.toNanos();
    while (true) {
      var missing = new TreeSet<String>();
      asked.forEach(
          (name, query) -> {
            if (!prometheus.hasData(query)) {
              missing.add(name);
            }
          });
      if (missing.isEmpty() || System.nanoTime() > end) {
        return missing;
      }
    }
  }
}
