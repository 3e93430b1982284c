package org.postseal.endtoend.demo;

import static org.postseal.endtoend.gateway.TwoDomains.RECEIVER;
import static org.postseal.endtoend.gateway.TwoDomains.SENDER;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.postseal.endtoend.gateway.TwoDomains;
import org.postseal.endtoend.maildir.DeliveredMessage;
import org.postseal.endtoend.smtp.Letter;
import org.postseal.endtoend.smtp.SmtpReply;
import org.postseal.endtoend.smtp.SmtpSession;

/** The four messages of the demo, each with what it proves. */
final class FourMessages {
  private static final Duration DELIVERY_LIMIT = Duration.ofSeconds(30);
  private static final Duration START_LIMIT = Duration.ofMinutes(3);
  private static final String ALICE = "alice@" + SENDER;
  private static final String BOB = "bob@" + RECEIVER;

  private final Screen screen;
  private final TwoDomains domains;
  private final List<Boolean> outcomes = new ArrayList<>();

  FourMessages(Screen screen, TwoDomains domains) {
    this.screen = screen;
    this.domains = domains;
  }

  /** Sends them; whether all came out as they should. */
  boolean send() throws IOException {
    var delivered = genuine();
    forged();
    var onTheWay = delivered.asItArrived("mx." + RECEIVER);
    altered(onTheWay);
    undecided(onTheWay);
    return outcomes.size() == 4 && !outcomes.contains(false);
  }

  private DeliveredMessage genuine() throws IOException {
    screen.title("(a) Alice, authenticated, writes to Bob: signed, relayed, verified, delivered");
    var letter = new Letter(ALICE, BOB, "Lunch?", "Dear Bob,\n\nat noon, as always?\n\nAlice");
    SmtpReply reply;
    long sent = System.nanoTime();
    try (var session = SmtpSession.connect(domains.sender().ports().submission())) {
      session.command("EHLO laptop." + SENDER);
      session.startTls();
      session.command("EHLO laptop." + SENDER);
      session.authPlain("alice", TwoDomains.ALICES_PASSWORD);
      reply = session.transaction(ALICE, BOB, letter.octets());
      session.command("QUIT");
      screen.transcript(session.transcript().lines());
    }
    var message = domains.receiver().maildir("bob").await(1, DELIVERY_LIMIT).getFirst();
    double tookMs = (System.nanoTime() - sent) / 1e6;
    screen.say("delivered %.0f ms after the session began: %s".formatted(tookMs, message.file()));
    screen.headerSection(message.headerSection());
    boolean verified =
        message.fields("Authentication-Results").stream()
            .anyMatch(field -> field.startsWith("mx." + RECEIVER) && field.contains("dkim=pass"));
    conclude(
        reply.code() == 250 && verified,
        "genuine mail: %s to its author, dkim=pass for its reader".formatted(reply.code()));
    return message;
  }

  private void forged() throws IOException {
    screen.title("(b) Mallory writes to Bob in Alice's name, straight to his mail exchanger");
    var letter = new Letter(ALICE, BOB, "Invoice", "Please pay at once.\n\nAlice");
    var reply = atReceiver("mallory.example", letter.octets());
    conclude(
        reply.code() == 550,
        "forged mail: refused in the dialogue, nothing was stored, nobody gets a bounce");
  }

  private void altered(byte[] genuine) throws IOException {
    screen.title("(c) The genuine message again, one word altered on the way");
    var altered =
        new String(genuine, StandardCharsets.ISO_8859_1)
            .replace("at noon", "at nine")
            .getBytes(StandardCharsets.ISO_8859_1);
    var reply = atReceiver("mx." + SENDER, altered);
    conclude(reply.code() == 550, "altered mail: the signature no longer fits, refused");
  }

  private void undecided(byte[] genuine) throws IOException {
    screen.title("(d) The receiver's verifier is stopped, and the genuine message comes again");
    domains.verifier().stop();
    int before = domains.receiver().maildir("bob").files().size();
    var deferred = atReceiver("mx." + SENDER, genuine);
    long stopped = System.nanoTime();
    domains.verifier().startAgain();
    domains.verifier().awaitReady(START_LIMIT);
    screen.say(
        "the verifier was started again, ready after %.1f s; the sender tries again"
            .formatted((System.nanoTime() - stopped) / 1e9));
    var accepted = atReceiver("mx." + SENDER, genuine);
    domains.receiver().maildir("bob").await(before + 1, DELIVERY_LIMIT);
    conclude(
        deferred.code() == 451 && accepted.code() == 250,
        "undecided is not a decision: %s, and on the retry %s and delivered"
            .formatted(deferred.code(), accepted.code()));
  }

  /** One transaction with the receiver's mail exchanger, as another server brings it. */
  private SmtpReply atReceiver(String clientName, byte[] content) throws IOException {
    try (var session = SmtpSession.connect(domains.receiver().ports().mx())) {
      session.command("EHLO " + clientName);
      var reply = session.transaction(ALICE, BOB, content);
      session.command("QUIT");
      screen.transcript(session.transcript().lines());
      screen.say("the answer took %.0f ms".formatted(reply.took().toNanos() / 1e6));
      return reply;
    }
  }

  private void conclude(boolean asExpected, String text) {
    outcomes.add(asExpected);
    screen.outcome(asExpected, text);
  }
}
