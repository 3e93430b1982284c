package org.postseal.endtoend.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postseal.endtoend.gateway.Gateway;
import org.postseal.endtoend.gateway.GatewayPlan;
import org.postseal.endtoend.gateway.Waiting;
import org.postseal.endtoend.load.DeliveryCount;
import org.postseal.endtoend.smtp.Letter;
import org.postseal.endtoend.smtp.SmtpReply;
import org.postseal.endtoend.smtp.SmtpSession;

/**
 * SIGTERM while clients bring mail without a pause: everybody hears a reply to whatever he has
 * said, and what heard 250 arrives.
 */
class TerminatedUnderLoadTest {
  private static final String HERE = "receiver.example";
  private static final String BOB = "bob@" + HERE;
  private static final Pattern STORED_AS = Pattern.compile("[0-9A-HJKMNP-TV-Z]{26}");
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final int CLIENTS = 20;
  private static final int SOME = 200;
  private static final int TRANSACTIONS_A_SESSION = 20;

  private final Set<String> accepted = ConcurrentHashMap.newKeySet();
  private final Queue<String> mishaps = new ConcurrentLinkedQueue<>();
  private final AtomicInteger toldToGo = new AtomicInteger();
  private volatile boolean over;

  @TempDir Path directory;

  @Test
  void everybodyHearsAReplyAndNothingAcceptedIsLost() throws Exception {
    var plan =
        GatewayPlan.of(directory, "mx." + HERE)
            .with("postseal.verifier.dns.servers", "127.0.0.1:9")
            .with("postseal.verifier.mode", "monitor")
            .with("postseal.relay.routes.\"" + HERE + "\"", Gateway.maildirRoute(directory));
    try (var gateway = Gateway.start(plan)) {
      gateway.awaitReady(LIMIT);
      gateway.registry().putDomain(HERE, "{\"local\": true}");
      var clients = new ArrayList<Thread>();
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(Thread.ofVirtual().start(() -> bringUntilOver(gateway.ports().mx())));
      }
      Waiting.until(
          SOME + " accepted; mishaps: " + mishaps,
          LIMIT,
          () -> accepted.size() >= SOME ? Optional.of(true) : Optional.empty());

      gateway.process().stop();
      for (var client : clients) {
        client.join();
      }

      assertThat(mishaps).as("commands without a reply").isEmpty();
      assertThat(toldToGo).as("clients that read 421 4.3.2").hasPositiveValue();
      gateway.process().startAgain();
      gateway.awaitReady(LIMIT);
      try (var deliveries = new DeliveryCount(gateway.kafkaSettings())) {
        Waiting.until(
            "the delivery of all " + accepted.size(),
            LIMIT,
            () ->
                deliveries.deliveries().keySet().containsAll(accepted)
                    ? Optional.of(true)
                    : Optional.empty());
      }
    }
  }

  private void bringUntilOver(int port) {
    while (!over) {
      try (var session = SmtpSession.connect(port)) {
        bringOrNote(session);
      } catch (IOException _) {
        // the port is closed or is being closed: nothing was said yet
        over = true;
      }
    }
  }

  private void bringOrNote(SmtpSession session) {
    try {
      bring(session);
    } catch (IOException e) {
      mishaps.add(e + " after:\n" + session.transcript());
    }
  }

  /** Transactions in one session, until we are told to go. */
  private void bring(SmtpSession session) throws IOException {
    if (session.greeting().code() == 0) {
      // came in the moment in which the port was closed, and has said nothing
      over = true;
      return;
    }
    if (isToldToGo("the connection", session.greeting())
        || isToldToGo("EHLO", session.command("EHLO mx.example"))) {
      return;
    }
    var content = new Letter("news@unsigned.example", BOB, "load", "a line").octets();
    for (int i = 0; i < TRANSACTIONS_A_SESSION; i++) {
      for (var command : List.of("MAIL FROM:<news@unsigned.example>", "RCPT TO:<" + BOB + ">")) {
        if (isToldToGo(command, session.command(command))) {
          return;
        }
      }
      var end = session.data(content);
      var stored = STORED_AS.matcher(end.line());
      if (end.code() == 250 && stored.find()) {
        accepted.add(stored.group());
      }
      if (isToldToGo("the content", end)) {
        return;
      }
    }
    isToldToGo("QUIT", session.command("QUIT"));
  }

  private boolean isToldToGo(String said, SmtpReply reply) {
    if (reply.code() == 421 && reply.enhancedStatus().equals("4.3.2")) {
      toldToGo.incrementAndGet();
      return true;
    }
    if (reply.code() / 100 != 2) {
      mishaps.add(said + ": " + reply.line());
    }
    return reply.code() == 0;
  }
}
