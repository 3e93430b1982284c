package org.postseal.endtoend.traces;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postseal.dns.server.ZoneServer;
import org.postseal.endtoend.gateway.Application;
import org.postseal.endtoend.gateway.Directories;
import org.postseal.endtoend.gateway.FiveServices;
import org.postseal.endtoend.gateway.Gateway;
import org.postseal.endtoend.gateway.GatewayPlan;
import org.postseal.endtoend.gateway.Waiting;
import org.postseal.endtoend.load.SignedLetter;
import org.postseal.endtoend.smtp.Letter;
import org.postseal.endtoend.smtp.SmtpSession;

/**
 * The trace of one message through services that are each a process of their own. What it looked
 * like last is in {@code target/one-trace}, for docs/flow.md.
 */
class OneTraceTest {
  private static final String HERE = "receiver.example";
  private static final String THERE = "sender.example";
  private static final String BOB = "bob@" + HERE;
  private static final String CAROL = "carol@" + HERE;
  private static final String PASSWORD = "for loopback only";
  private static final Duration START_LIMIT = Duration.ofMinutes(2);
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private static final Collector COLLECTOR = Collector.start();
  private static ZoneServer zone;
  private static FiveServices services;
  private static List<SeenSpan> submission;
  private static List<SeenSpan> fromAnotherServer;

  /** The first message of each kind, because later ones need no key of the registry. */
  @BeforeAll
  static void start() throws IOException {
    var directory = Application.repository().resolve("end-to-end-tests/target/one-trace");
    Directories.empty(directory);
    zone = ZoneServer.start();
    var plan =
        GatewayPlan.of(directory, "mx." + HERE)
            .with("postseal.relay.routes.\"" + HERE + "\"", Gateway.maildirRoute(directory))
            .with("postseal.ingress.logged-addresses", "redacted")
            .with("postseal.relay.logged-addresses", "redacted")
            .withAccount("carol", PASSWORD, CAROL);
    for (var setting : COLLECTOR.settings().entrySet()) {
      plan = plan.with(setting.getKey(), setting.getValue());
    }
    services = FiveServices.start(plan, zone).awaitReady(START_LIMIT);
    services
        .registry()
        .putDomain(
            HERE,
            """
        {"local": true, "signed": true, "signingPolicy": "all"}""");
    var keyId = services.registry().makeKey(HERE, "rsa-2048");
    zone.zoneText(services.registry().zoneText(keyId));
    services.registry().activateByForce(keyId);
    submission = trace(submitted(), "next hop");
    keep("submission.txt", submission);
    fromAnotherServer = trace(brought(), "next hop");
    keep("mx.txt", fromAnotherServer);
  }

  @AfterAll
  static void stop() {
    services.close();
    zone.close();
    COLLECTOR.close();
  }

  @Test
  void whatIsSubmittedIsOneTraceThroughIngressSignerRegistryAndRelay() {
    var spans = submission;
    assertThat(services(spans)).contains("ingress-smtp", "signer", "key-registry", "relay");
    assertThat(path(spans, "next hop"))
        .containsExactly("smtp transaction", "store", "deliver", "next hop");
    assertThat(path(spans, "ask key-registry"))
        .containsExactly("smtp transaction", "ask mail.sign", "sign", "ask key-registry");
    assertThat(named(spans, "next hop").attributes())
        .containsEntry("postseal.route", "maildir")
        .containsEntry("postseal.outcome", "delivered");
  }

  @Test
  void whatAnotherServerBringsIsOneTraceThroughIngressVerifierAndRelay() {
    var spans = fromAnotherServer;
    assertThat(services(spans)).contains("ingress-smtp", "verifier", "relay");
    assertThat(path(spans, "look up")).endsWith("verify", "look up");
    assertThat(path(spans, "verify"))
        .containsExactly("smtp transaction", "ask mail.verify", "verify");
    assertThat(path(spans, "next hop"))
        .containsExactly("smtp transaction", "store", "deliver", "next hop");
    assertThat(named(spans, "smtp transaction").attributes())
        .containsEntry("postseal.listener", "mx")
        .containsEntry("postseal.outcome", "accepted")
        .containsEntry("postseal.reply.code", "250");
  }

  @Test
  void noSpanHoldsAnAddressOrIsOfAProbe() throws IOException {
    assertThat(services.service(Application.RELAY).isReady()).isTrue();
    trace(submitted(), "next hop");
    for (var span : COLLECTOR.spans()) {
      assertThat(span.name()).doesNotContain("health", "metrics");
      assertThat(span.attributes().toString()).doesNotContain(BOB, CAROL, "alice@");
    }
  }

  @Test
  void theLogsTellTheOutcomeInTheSameTraceAndNothingOfWhoOrWhat() throws IOException {
    var transaction =
        named(submission, "smtp transaction").attributes().get("postseal.transaction");
    for (var application : List.of(Application.INGRESS, Application.RELAY)) {
      var lines =
          Files.readAllLines(services.service(application).log()).stream()
              .filter(line -> line.contains("transaction=" + transaction))
              .toList();
      assertThat(lines).as(application.module()).hasSize(1);
      assertThat(lines.getFirst())
          .startsWith("{")
          .contains("\"level\":\"INFO\"", "trace=" + submission.getFirst().trace())
          .contains(application == Application.INGRESS ? "outcome=accepted" : "outcome=delivered");
    }
    for (var application : Application.values()) {
      if (application != Application.STANDALONE) {
        assertThat(Files.readString(services.service(application).log()))
            .as(application.module())
            .doesNotContain(BOB, CAROL, "alice@" + THERE, "a test", "The first line");
      }
    }
  }

  private static String submitted() throws IOException {
    try (var session = SmtpSession.connectTls(services.ports().submissions())) {
      session.command("EHLO laptop." + HERE);
      assertThat(session.authPlain("carol", PASSWORD).code()).isEqualTo(235);
      var letter = new Letter(CAROL, BOB, "a test", "The first line.\n");
      return id(session.transaction(CAROL, BOB, letter.octets()).line());
    }
  }

  private static String brought() throws IOException {
    var letter = SignedLetter.publish(zone, THERE).to(BOB, 2_000);
    Waiting.until(
        "mail for " + HERE + " taken",
        LIMIT,
        () -> takesMailForBob() ? Optional.of(true) : Optional.empty());
    try (var session = SmtpSession.connect(services.ports().mx())) {
      session.command("EHLO mx." + THERE);
      return id(session.transaction("alice@" + THERE, BOB, letter).line());
    }
  }

  private static boolean takesMailForBob() {
    try (var session = SmtpSession.connect(services.ports().mx())) {
      session.command("EHLO mx." + THERE);
      session.command("MAIL FROM:<>");
      return session.command("RCPT TO:<" + BOB + ">").code() == 250;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The transaction id, which a 250 ends with. */
  private static String id(String reply) {
    assertThat(reply).startsWith("250");
    var found = Pattern.compile("\\b[0-9A-HJKMNP-TV-Z]{26}\\b").matcher(reply);
    assertThat(found.find()).as(reply).isTrue();
    return found.group();
  }

  /**
   * All spans of a transaction's trace, once one of that name and the transaction's own are there.
   */
  private static List<SeenSpan> trace(String transaction, String last) {
    return Waiting.until(
        "the trace of " + transaction,
        LIMIT,
        () ->
            COLLECTOR.spans().stream()
                .filter(span -> span.name().equals("smtp transaction"))
                .filter(span -> transaction.equals(span.attributes().get("postseal.transaction")))
                .findFirst()
                .map(OneTraceTest::sameTrace)
                .filter(spans -> spans.stream().anyMatch(span -> span.name().equals(last)))
                .filter(OneTraceTest::hasEveryParent));
  }

  private static List<SeenSpan> sameTrace(SeenSpan one) {
    return COLLECTOR.spans().stream().filter(s -> s.trace().equals(one.trace())).toList();
  }

  private static boolean hasEveryParent(List<SeenSpan> spans) {
    var ids = spans.stream().map(SeenSpan::id).collect(Collectors.toSet());
    return spans.stream().allMatch(s -> s.parent().isEmpty() || ids.contains(s.parent()));
  }

  private static Set<String> services(List<SeenSpan> spans) {
    return spans.stream().map(SeenSpan::service).collect(Collectors.toSet());
  }

  private static SeenSpan named(List<SeenSpan> spans, String name) {
    return spans.stream().filter(span -> span.name().equals(name)).findFirst().orElseThrow();
  }

  /** The names from the root to a span. */
  private static List<String> path(List<SeenSpan> spans, String name) {
    var path = new ArrayDeque<String>();
    for (var at = Optional.of(named(spans, name)); at.isPresent(); at = parent(spans, at.get())) {
      path.addFirst(at.get().name());
    }
    return List.copyOf(path);
  }

  private static Optional<SeenSpan> parent(List<SeenSpan> spans, SeenSpan child) {
    return spans.stream().filter(span -> span.id().equals(child.parent())).findFirst();
  }

  private static void keep(String file, List<SeenSpan> spans) throws IOException {
    Files.writeString(
        Application.repository().resolve("end-to-end-tests/target/one-trace").resolve(file),
        SeenSpan.tree(spans));
  }
}
