package org.postseal.endtoend.forgeries;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postseal.endtoend.gateway.Directories;
import org.postseal.endtoend.gateway.Gateway;
import org.postseal.endtoend.gateway.GatewayPlan;
import org.postseal.endtoend.gateway.Waiting;
import org.postseal.endtoend.maildir.DeliveredMessage;
import org.postseal.endtoend.smtp.SmtpReply;
import org.postseal.endtoend.smtp.SmtpSession;

/** The forgeries through the whole gateway, and what readers show of those that were delivered. */
class ForgeriesOverSmtpTest {
  private static final String DOMAIN = "receiver.example";
  private static final Duration START_LIMIT = Duration.ofSeconds(90);
  private static final Duration DELIVERY_LIMIT = Duration.ofSeconds(60);

  @TempDir static Path directory;
  private static ForgersDns dns;
  private static Gateway gateway;

  @BeforeAll
  static void start() {
    dns = new ForgersDns();
    gateway =
        Gateway.start(
                GatewayPlan.of(directory.resolve("gateway"), "mx." + DOMAIN)
                    .with("postseal.verifier.mode", "enforce")
                    .with("postseal.verifier.dns.servers", dns.resolver())
                    .with("postseal.registry.lookup.dns-servers", dns.resolver())
                    .with("postseal.relay.dns.servers", dns.resolver())
                    .with(
                        "postseal.relay.routes.\"" + DOMAIN + "\"",
                        Gateway.maildirRoute(directory.resolve("gateway"))))
            .awaitReady(START_LIMIT);
    gateway.registry().putDomain(DOMAIN, "{\"local\":true}");
  }

  @AfterAll
  static void stop() {
    if (gateway != null) {
      gateway.close();
    }
    if (dns != null) {
      dns.close();
    }
  }

  @Test
  void noneThatIsDeliveredShowsTheVictim() throws IOException, InterruptedException {
    Readers.orSkip();
    var delivered = delivered();
    var folder = Files.createDirectory(directory.resolve("read"));
    var deceived = Readers.deceived(delivered, folder);
    assertThat(deceived).as("the genuine one alone shows the victim").hasSize(1);
    requireGenuine(delivered.getOrDefault(deceived.firstKey(), new byte[0]));
  }

  /** Whom an IMAP server lists as the author. */
  @Test
  @Tag("interop")
  void noneThatIsDeliveredIsTheVictimsToDovecot() throws IOException, InterruptedException {
    Dovecot.orSkip();
    var delivered = delivered();
    var folder = Files.createTempDirectory("forgeries");
    try {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
      var deceived = Dovecot.deceived(delivered, folder);
      assertThat(deceived).as("the genuine one alone is the victim's").hasSize(1);
      requireGenuine(delivered.getOrDefault(deceived.first(), new byte[0]));
    } finally {
      Files.delete(Directories.empty(folder));
    }
  }

  private static void requireGenuine(byte[] message) {
    assertThat(new String(message, StandardCharsets.ISO_8859_1))
        .contains("Message-ID: <1@bank.example>")
        .contains("dkim=pass");
  }

  /** Everything is sent once; what was taken is here, and has arrived. */
  private static Map<String, byte[]> delivered() throws IOException {
    Waiting.until(
        "mail for " + DOMAIN + " taken",
        START_LIMIT,
        () -> isTaken("ready", plain()) ? Optional.of(true) : Optional.empty());
    assertThat(isTaken("bob", new Forgery("genuine", dns.signed(Forgeries.GENUINE))))
        .as("what the victim wrote")
        .isTrue();
    int taken = 1;
    for (Forgery forgery : dns.forgeries()) {
      taken += isTaken("bob", forgery) ? 1 : 0;
    }
    var delivered = new TreeMap<String, byte[]>();
    for (DeliveredMessage message : gateway.maildir("bob").await(taken, DELIVERY_LIMIT)) {
      delivered.put("m" + delivered.size(), message.octets());
    }
    return delivered;
  }

  private static Forgery plain() {
    return new Forgery("plain", "From: x@attacker.example\r\n\r\nHello.\r\n");
  }

  /** Whether the gateway says that it has taken it; a session for each, as forgers do. */
  private static boolean isTaken(String recipient, Forgery forgery) {
    try (var session = SmtpSession.connect(gateway.ports().mx())) {
      session.command("EHLO " + forgery.helo());
      SmtpReply reply =
          session.transaction(forgery.reversePath(), recipient + "@" + DOMAIN, forgery.octets());
      assertThat(reply.code()).as("%s: %s", forgery, reply).isNotEqualTo(451);
      return reply.code() == 250;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
