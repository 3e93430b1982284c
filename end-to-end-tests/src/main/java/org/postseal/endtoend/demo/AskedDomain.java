package org.postseal.endtoend.demo;

import static org.postseal.endtoend.gateway.TwoDomains.RECEIVER;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.postseal.endtoend.gateway.GatewayPlan;
import org.postseal.endtoend.gateway.PrivateAuthority;
import org.postseal.endtoend.gateway.TwoDomains;
import org.postseal.endtoend.maildir.DeliveredMessage;
import org.postseal.endtoend.smtp.Letter;
import org.postseal.endtoend.smtp.ManInTheMiddle;
import org.postseal.endtoend.smtp.ManInTheMiddle.Conduct;
import org.postseal.endtoend.smtp.SmtpReply;
import org.postseal.endtoend.smtp.SmtpSession;
import org.postseal.endtoend.smtp.Transcript;

/**
 * The fifth part of the demo: a domain without any key in the DNS. Its mail exchanger is asked
 * instead, and somebody on the way there tries what he can.
 */
public final class AskedDomain implements AutoCloseable {
  /** Signs everything, and has no key in the DNS. */
  public static final String QUIET = "quiet.example";

  /** The same, but nobody has asked it before. */
  public static final String NEW = "new.example";

  private static final String PASSWORD = "another long one, for loopback only";
  private static final String CAROL = "carol@" + QUIET;
  private static final String BOB = "bob@" + RECEIVER;
  private static final Duration LIMIT = Duration.ofSeconds(100);
  private static final Duration KEY_TTL = Duration.ofSeconds(1);

  private final ManInTheMiddle between = ManInTheMiddle.start();
  private final PrivateAuthority authority;
  private final Path directory;
  private final List<Boolean> outcomes = new ArrayList<>();

  /** Makes an authority whom the receiver trusts. */
  public AskedDomain(Path directory) {
    this.directory = directory;
    this.authority = new PrivateAuthority(directory.resolve("authority"));
  }

  /** What both gateways are started with. */
  public UnaryOperator<GatewayPlan> plan() {
    var shown = authority.server("mx", List.of("mx." + QUIET, QUIET)).toString();
    return plan ->
        plan.with("postseal.ingress.handoff.answer-deadline", "12S")
            .with("postseal.ingress.signpol.listeners", "mx")
            .with("postseal.ingress.signpol.key-ttl", KEY_TTL.toString())
            .with("postseal.signer.signpol-domains", QUIET)
            .with("quarkus.tls.\"smtp\".key-store.pem.0.key", shown)
            .with("quarkus.tls.\"smtp\".key-store.pem.0.cert", shown)
            .with(
                "quarkus.tls.\"asking\".trust-store.pem.certs", authority.certificate().toString())
            .with("postseal.registry.asking.enabled", "true")
            // the first question of a process is slow where the machine is, and is not to be the
            // last
            .with("postseal.verifier.registry.timeout", "3s")
            .with("postseal.verifier.registry.pause", "500ms")
            .with("postseal.registry.asking.client-name", plan.hostName())
            .with("postseal.registry.asking.sources", "smtp")
            .with("postseal.registry.asking.smtp-port", Integer.toString(between.port()))
            .with("postseal.registry.asking.allow-loopback", "true")
            .with("postseal.registry.asking.failure-ttl", "500ms")
            .withAccount("carol", PASSWORD, CAROL);
  }

  /** What the receiver's verifier is started with, too. */
  public static Map<String, String> verifierSettings() {
    return Map.of("postseal.verifier.signpol.enabled", "true");
  }

  /** Makes the domain known: to the sender's registry, and its mail exchanger to the DNS. */
  public void introduce(TwoDomains domains) {
    between.standBefore(domains.sender().ports().mx());
    for (var domain : List.of(QUIET, NEW)) {
      domains.zone().mx(domain, 10, "mx." + domain).address("mx." + domain, "127.0.0.1");
    }
    var registry = domains.sender().registry();
    registry.putDomain(
        QUIET,
        """
        {"local": true, "signed": true, "signingPolicy": "all"}""");
    registry.activateByForce(registry.makeKey(QUIET, "rsa-2048"));
  }

  /** Shows it; whether all came out as it should. */
  boolean show(Screen screen, TwoDomains domains) throws IOException {
    var delivered = genuine(screen, domains);
    forged(screen, domains);
    hidden(screen, domains, delivered.asItArrived("mx." + RECEIVER));
    selfMade(screen, domains);
    return outcomes.size() == 4 && !outcomes.contains(false);
  }

  private DeliveredMessage genuine(Screen screen, TwoDomains domains) throws IOException {
    screen.title("(e) Carol's domain has no key in the DNS at all: its mail exchanger is asked");
    int before = domains.receiver().maildir("bob").files().size();
    var message = genuine(domains, before);
    var results = message.fields("Authentication-Results").getFirst();
    screen.say(
        "Carol submits a message; the receiver's registry asks " + QUIET + " itself, like this:");
    screen.transcript(question(domains));
    screen.headerSection(message.headerSection());
    conclude(
        screen,
        results.contains("x-signpol=pass (keyword=T2)") && !results.contains("dkim=pass"),
        "genuine mail: proven by a key from the mail exchanger, whose certificate names the domain");
    return message;
  }

  /** What Carol submits, as Bob gets it. */
  public DeliveredMessage genuine(TwoDomains domains, int before) throws IOException {
    var letter = new Letter(CAROL, BOB, "No DNS needed", "Dear Bob,\n\nit works.\n\nCarol");
    try (var session = SmtpSession.connect(domains.sender().ports().submission())) {
      session.command("EHLO laptop." + QUIET);
      session.startTls();
      session.command("EHLO laptop." + QUIET);
      session.authPlain("carol", PASSWORD);
      session.transaction(CAROL, BOB, letter.octets());
      session.command("QUIT");
    }
    domains.receiver().maildir("bob").await(before + 1, LIMIT);
    return domains.receiver().maildir("bob").await(before + 1, LIMIT).stream()
        .filter(one -> one.headerSection().contains("No DNS needed"))
        .findFirst()
        .orElseThrow();
  }

  /** The same dialogue as the registry has with the mail exchanger. */
  private List<Transcript.Line> question(TwoDomains domains) throws IOException {
    try (var session = SmtpSession.connect(domains.sender().ports().mx())) {
      session.command("EHLO mx." + RECEIVER);
      session.startTls("mx." + QUIET);
      session.command("EHLO mx." + RECEIVER);
      session.command("XSIGNPOL POLICY " + QUIET);
      session.command("QUIT");
      return session.transcript().lines();
    }
  }

  private void forged(Screen screen, TwoDomains domains) throws IOException {
    screen.title("    Mallory writes in Carol's name");
    var letter = new Letter(CAROL, BOB, "Invoice", "Please pay at once.\n\nCarol");
    var reply = atReceiver(screen, domains, letter.from(), letter.octets());
    conclude(
        screen,
        reply.code() == 550 && reply.line().contains("signing-policy"),
        "forged mail: refused, for the domain has stated that it signs everything");
  }

  private void hidden(Screen screen, TwoDomains domains, byte[] genuine) throws IOException {
    screen.title("    Somebody before the mail exchanger hides that it can be asked");
    awaitEndOfKey();
    between.now(new Conduct.HidesStartTls());
    var hidden = atReceiver(screen, domains, CAROL, genuine);
    between.now(new Conduct.Absent());
    awaitEndOfKey();
    var later = atReceiver(screen, domains, CAROL, genuine);
    conclude(
        screen,
        hidden.code() == 451 && later.code() == 250,
        "what is hidden is no policy taken back: %s, and %s when nobody hides it any more"
            .formatted(hidden.code(), later.code()));
  }

  /** Until no answer about the key, and no failure, is kept any longer. */
  private static void awaitEndOfKey() {
    try {
      Thread.sleep(KEY_TTL.plusMillis(200));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void selfMade(Screen screen, TwoDomains domains) throws IOException {
    screen.title("    He answers for " + NEW + " himself, with a certificate of his own making");
    try {
      var forger = new Forger(NEW, new PrivateAuthority(directory.resolve("forger")));
      between.now(forger.conduct());
      var before = domains.receiver().maildir("bob").files().size();
      var reply = atReceiver(screen, domains, "dave@" + NEW, forger.letterTo(BOB));
      var delivered =
          domains.receiver().maildir("bob").await(before + 1, LIMIT).stream()
              .filter(one -> one.headerSection().contains(Forger.SUBJECT))
              .findFirst()
              .orElseThrow();
      screen.headerSection(delivered.headerSection());
      var results = delivered.fields("Authentication-Results").getFirst();
      conclude(
          screen,
          reply.code() == 250 && results.contains("x-signpol=policy (keyword=T1)"),
          "a key from nobody in particular: reported, and it decides nothing");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    } finally {
      between.now(new Conduct.Absent());
    }
  }

  private static SmtpReply atReceiver(
      Screen screen, TwoDomains domains, String reversePath, byte[] content) throws IOException {
    try (var session = SmtpSession.connect(domains.receiver().ports().mx())) {
      session.command("EHLO mail.example");
      var reply = session.transaction(reversePath, BOB, content);
      session.command("QUIT");
      screen.transcript(session.transcript().lines());
      screen.say("the answer took %.0f ms".formatted(reply.took().toNanos() / 1e6));
      return reply;
    }
  }

  private void conclude(Screen screen, boolean asExpected, String text) {
    outcomes.add(asExpected);
    screen.outcome(asExpected, text);
  }

  @Override
  public void close() {
    between.close();
  }
}
