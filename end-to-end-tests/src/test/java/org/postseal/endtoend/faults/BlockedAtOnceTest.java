package org.postseal.endtoend.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postseal.dns.server.ZoneServer;
import org.postseal.endtoend.gateway.FiveServices;
import org.postseal.endtoend.gateway.Gateway;
import org.postseal.endtoend.gateway.GatewayPlan;
import org.postseal.endtoend.gateway.Waiting;
import org.postseal.endtoend.load.SignedLetter;
import org.postseal.endtoend.smtp.Letter;
import org.postseal.endtoend.smtp.SmtpReply;
import org.postseal.endtoend.smtp.SmtpSession;

/** From the registry's answer to the effect in the other processes: two seconds. */
class BlockedAtOnceTest {
  private static final String HERE = "receiver.example";
  private static final String THERE = "sender.example";
  private static final String BOB = "bob@" + HERE;
  private static final String CAROL = "carol@" + HERE;
  private static final String PASSWORD = "for loopback only";
  private static final Duration START_LIMIT = Duration.ofMinutes(2);
  private static final Duration AT_ONCE = Duration.ofSeconds(2);

  @TempDir Path directory;

  /** A reply to somebody who tries. */
  private interface Attempt {
    SmtpReply reply() throws IOException;
  }

  @Test
  void signerVerifierAndIngressActWithinTwoSeconds() throws IOException {
    try (var zone = ZoneServer.start();
        var services = FiveServices.start(plan(), zone).awaitReady(START_LIMIT)) {
      var registry = services.registry();
      registry.putDomain(
          HERE,
          """
          {"local": true, "signed": true, "signingPolicy": "all"}""");
      var key = registry.makeKey(HERE, "ed25519");
      registry.activateByForce(key);
      var sender = SignedLetter.publish(zone, THERE);
      var ports = services.ports();
      Attempt submission = () -> submit(ports.submissions());
      Attempt delivery = () -> bring(ports.mx(), sender.to(BOB, 1_000));
      Attempt arrival = () -> greeting(ports.mx());
      await("the first submission", START_LIMIT, submission, 250);
      await("the first delivery", START_LIMIT, delivery, 250);
      assertThat(arrival.reply().code()).isEqualTo(220);

      registry.revokeByForce(key);
      await("the signer to sign no more", AT_ONCE, submission, 451);
      registry.block(THERE, "enough");
      await("the verifier to refuse the domain", AT_ONCE, delivery, 550);
      registry.block("127.0.0.0/8", "enough");
      await("the ingress to refuse the network", AT_ONCE, arrival, 554);
    }
  }

  private GatewayPlan plan() {
    return GatewayPlan.of(directory, "mx." + HERE)
        .with("postseal.relay.routes.\"" + HERE + "\"", Gateway.maildirRoute(directory))
        .withAccount("carol", PASSWORD, CAROL);
  }

  private static SmtpReply submit(int port) throws IOException {
    try (var session = SmtpSession.connectTls(port)) {
      session.command("EHLO laptop");
      session.authPlain("carol", PASSWORD);
      return session.transaction(CAROL, BOB, new Letter(CAROL, BOB, "a", "b").octets());
    }
  }

  private static SmtpReply bring(int port, byte[] message) throws IOException {
    try (var session = SmtpSession.connect(port)) {
      session.command("EHLO mx." + THERE);
      return session.transaction("alice@" + THERE, BOB, message);
    }
  }

  private static SmtpReply greeting(int port) throws IOException {
    try (var session = SmtpSession.connect(port)) {
      return session.greeting();
    }
  }

  private static void await(String what, Duration limit, Attempt attempt, int code) {
    Waiting.until(
        what,
        limit,
        () -> {
          try {
            return Optional.of(attempt.reply()).filter(reply -> reply.code() == code);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }
}
