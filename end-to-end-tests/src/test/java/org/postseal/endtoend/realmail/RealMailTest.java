package org.postseal.endtoend.realmail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.postseal.dns.server.ZoneServer;
import org.postseal.endtoend.gateway.Gateway;
import org.postseal.endtoend.gateway.GatewayPlan;
import org.postseal.endtoend.gateway.RegistryApi;
import org.postseal.endtoend.gateway.Waiting;
import org.postseal.endtoend.maildir.DeliveredMessage;
import org.postseal.endtoend.smtp.SmtpSession;

/**
 * Mail that others signed goes through a gateway in monitor mode, at the time it is judged at; what
 * is delivered says of each signature what its corpus states.
 */
class RealMailTest {
  private static final String DOMAIN = "receiver.example";
  private static final Duration START_LIMIT = Duration.ofSeconds(90);
  private static final Duration DELIVERY_LIMIT = Duration.ofSeconds(30);
  private static final Pattern STORED_AS = Pattern.compile("[0-9A-HJKMNP-TV-Z]{26}");
  private static final Pattern DKIM_WORD = Pattern.compile("\\bdkim=(\\w+)");

  @TempDir static Path directory;
  private static RealMail mail;
  private static ZoneServer zone;
  private static Gateway gateway;

  @BeforeAll
  static void start() throws IOException {
    mail = RealMail.orSkip();
    zone = ZoneServer.start();
    mail.publish(zone);
    Files.writeString(clock(), "2026-11-23T12:00:00Z");
    var resolver = "127.0.0.1:" + zone.address().getPort();
    gateway =
        Gateway.start(
                GatewayPlan.of(directory, "mx." + DOMAIN)
                    .with("postseal.verifier.mode", "monitor")
                    .with("postseal.verifier.clock", "file:" + clock())
                    .with("postseal.verifier.dkim.sha1", "allowed")
                    .with("postseal.verifier.dkim.minimum-rsa-bits", "512")
                    .with("postseal.verifier.dns.servers", resolver)
                    .with("postseal.registry.lookup.dns-servers", resolver)
                    .with("postseal.relay.dns.servers", resolver)
                    .with(
                        "postseal.relay.routes.\"" + DOMAIN + "\"",
                        Gateway.maildirRoute(directory)))
            .awaitReady(START_LIMIT);
    new RegistryApi(gateway.process(), gateway.data().resolve("registry-tokens"))
        .put("/registry/v1/domains/" + DOMAIN, "{\"local\":true}");
  }

  @AfterAll
  static void stop() {
    if (gateway != null) {
      gateway.close();
      zone.close();
    }
  }

  private static Path clock() {
    return directory.resolve("clock");
  }

  @Test
  void thereAreEnoughOfThem() {
    assertThat(mail.cases()).hasSizeGreaterThanOrEqualTo(60);
  }

  @TestFactory
  List<DynamicTest> everyMessage() {
    return mail.cases().stream()
        .map(aCase -> DynamicTest.dynamicTest(aCase.name(), () -> send(aCase)))
        .toList();
  }

  private static void send(RealMail.Case aCase) throws IOException {
    Assumptions.assumeFalse(
        hasBareLineEnd(aCase.octets()), "a bare CR or LF cannot be sent over SMTP");
    setClock(aCase);
    try (var session = SmtpSession.connect(gateway.ports().mx())) {
      session.command("EHLO mx.sender.example");
      var reply = session.transaction("someone@sender.example", "bob@" + DOMAIN, aCase.octets());
      assertThat(reply.code()).as(session.transcript().toString()).isEqualTo(250);
      var stored = STORED_AS.matcher(reply.toString());
      assertThat(stored.find()).as("a transaction id in %s", reply).isTrue();
      assertThat(dkimWords(delivered(stored.group()))).isEqualTo(aCase.dkim());
      session.command("QUIT");
    }
  }

  private static DeliveredMessage delivered(String transactionId) {
    return Waiting.until(
        "the delivery of " + transactionId,
        DELIVERY_LIMIT,
        () ->
            gateway.maildir("bob").messages().stream()
                .filter(message -> message.file().toString().contains(transactionId))
                .findFirst());
  }

  private static List<String> dkimWords(DeliveredMessage message) {
    var ours =
        message.fields("Authentication-Results").stream()
            .filter(field -> field.startsWith("mx." + DOMAIN))
            .toList();
    assertThat(ours).hasSize(1);
    return DKIM_WORD.matcher(ours.getFirst()).results().map(result -> result.group(1)).toList();
  }

  private static void setClock(RealMail.Case aCase) throws IOException {
    var next = directory.resolve("clock.next");
    Files.writeString(next, aCase.now().toString());
    Files.move(next, clock(), StandardCopyOption.ATOMIC_MOVE);
  }

  private static boolean hasBareLineEnd(byte[] octets) {
    for (int i = 0; i < octets.length; i++) {
      boolean afterCr = i > 0 && octets[i - 1] == '\r';
      boolean beforeLf = i + 1 < octets.length && octets[i + 1] == '\n';
      if ((octets[i] == '\n' && !afterCr) || (octets[i] == '\r' && !beforeLf)) {
        return true;
      }
    }
    return false;
  }
}
