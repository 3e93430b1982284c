package org.postseal.endtoend.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.postseal.broker.FreePorts;
import org.postseal.dns.server.ZoneServer;
import org.postseal.endtoend.gateway.Application;
import org.postseal.endtoend.gateway.Gateway;
import org.postseal.endtoend.gateway.GatewayPlan;
import org.postseal.endtoend.gateway.Waiting;
import org.postseal.endtoend.interop.Program.Run;
import org.postseal.endtoend.smtp.SmtpSession;

/**
 * HAProxy in front of a gateway, with both versions of the PROXY protocol. Addresses of 127/8 tell
 * who is who: the balancer speaks from .1, its clients from others.
 */
@Tag("interop")
class HaproxyTest {
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final String HERE = "receiver.example";
  private static final String THERE = "spf.example";
  private static final String RIGHTFUL = "127.0.0.5";
  private static final String OTHER = "127.0.0.6";

  /** May say XCLIENT. */
  private static final String INTRODUCER = "127.0.0.7";

  private static final Path DIRECTORY =
      Application.repository().resolve("end-to-end-tests/target/interop-haproxy");

  private static ZoneServer zone;
  private static Gateway gateway;
  private static Process haproxy;
  private static int version1;
  private static int version2;
  private static int implicitTls;
  private static int untrusted;

  @BeforeAll
  static void start() throws IOException {
    var program = Program.installed("haproxy");
    zone = ZoneServer.start().txt(THERE, "v=spf1 ip4:" + RIGHTFUL + " -all");
    var resolver = "127.0.0.1:" + zone.address().getPort();
    gateway =
        Gateway.start(
            GatewayPlan.of(DIRECTORY, "mx." + HERE)
                .with("postseal.ingress.mx.proxy-protocol", "true")
                .with("postseal.ingress.submissions.proxy-protocol", "true")
                .with("postseal.ingress.proxies.trusted", "127.0.0.1")
                .with("postseal.ingress.xclient.trusted", INTRODUCER)
                .with("postseal.verifier.dns.servers", resolver)
                .with("postseal.registry.lookup.dns-servers", resolver)
                .with("postseal.relay.dns.servers", resolver)
                .with("postseal.relay.routes.\"" + HERE + "\"", Gateway.maildirRoute(DIRECTORY)));
    startHaproxy(program);
    gateway.awaitReady(LIMIT);
    gateway.registry().putDomain(HERE, "{\"local\": true}");
    Waiting.until("mail for " + HERE + " taken", LIMIT, HaproxyTest::takesMail);
  }

  @AfterAll
  static void stop() {
    if (haproxy != null) {
      haproxy.destroy();
    }
    if (gateway != null) {
      gateway.close();
    }
    if (zone != null) {
      zone.close();
    }
  }

  @Test
  void spfJudgesTheClientBehindVersion2() throws Exception {
    assertSpf(version2, RIGHTFUL, "v2-rightful", "spf=pass");
    assertSpf(version2, OTHER, "v2-other", "spf=fail");
  }

  @Test
  void spfJudgesTheClientBehindVersion1() throws Exception {
    assertSpf(version1, RIGHTFUL, "v1-rightful", "spf=pass");
    assertSpf(version1, OTHER, "v1-other", "spf=fail");
  }

  @Test
  void spfJudgesWhomATrustedPeerPassesOn() throws Exception {
    var run = swaks(version2, INTRODUCER, "introduced", "--xclient-addr", OTHER);

    assertThat(run.exitStatus()).as(run.printed()).isZero();
    var message = gateway.maildir("introduced").await(1, LIMIT).getFirst();
    assertThat(message.fields("Authentication-Results").getFirst()).contains("spf=fail");
    assertThat(message.fields("Received").getFirst()).contains("[" + OTHER + "]");
  }

  @Test
  void nobodyElseMayPassOnAClient() throws Exception {
    var run = swaks(version2, OTHER, "pretended", "--xclient-addr", RIGHTFUL);

    assertThat(run.exitStatus()).as(run.printed()).isNotZero();
    assertThat(run.printed()).doesNotContain("250-XCLIENT");
    assertThat(gateway.maildir("pretended").files()).isEmpty();
  }

  @Test
  void tlsBeginsBehindTheHeader() throws Exception {
    try (var session = SmtpSession.connectTls(implicitTls)) {
      assertThat(session.greeting().code()).isEqualTo(220);
      assertThat(session.command("EHLO laptop.example").code()).isEqualTo(250);
    }
  }

  @Test
  void nobodyElseIsBelieved() throws Exception {
    var run = swaks(untrusted, RIGHTFUL, "untrusted");

    assertThat(run.exitStatus()).as(run.printed()).isNotZero();
    assertThat(run.printed()).contains("554 5.7.1 PROXY header refused");
    assertThat(gateway.maildir("untrusted").files()).isEmpty();
    assertThat(gateway.process().logEnd(50)).contains("PROXY header of 127.0.0.9 refused");
  }

  private static void assertSpf(int port, String source, String recipient, String expected)
      throws Exception {
    var run = swaks(port, source, recipient);

    assertThat(run.exitStatus()).as(run.printed()).isZero();
    var message = gateway.maildir(recipient).await(1, LIMIT).getFirst();
    assertThat(message.fields("Authentication-Results").getFirst()).contains(expected);
    assertThat(message.fields("Received").getFirst()).contains("[" + source + "]");
  }

  private static Run swaks(int port, String source, String recipient, String... options)
      throws IOException, InterruptedException {
    var arguments =
        new ArrayList<>(
            List.of(
                "--server",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--local-interface",
                source,
                "--helo",
                "mx." + THERE,
                "--from",
                "bob@" + THERE,
                "--to",
                recipient + "@" + HERE));
    arguments.addAll(List.of(options));
    return Program.installed("swaks").run(LIMIT, arguments);
  }

  private static Optional<Boolean> takesMail() {
    try (var session = SmtpSession.connect(version2)) {
      session.command("EHLO mx.example");
      session.command("MAIL FROM:<>");
      return session.command("RCPT TO:<bob@" + HERE + ">").code() == 250
          ? Optional.of(true)
          : Optional.empty();
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private static void startHaproxy(Program program) throws IOException {
    version1 = FreePorts.one();
    version2 = FreePorts.one();
    implicitTls = FreePorts.one();
    untrusted = FreePorts.one();
    var lines = new ArrayList<String>();
    lines.add("global\n  maxconn 100");
    lines.add(
        "defaults\n  mode tcp\n  timeout connect 5s\n  timeout client 1m\n  timeout server 1m");
    int mx = gateway.ports().mx();
    lines.add(proxy("version1", version1, mx, "send-proxy source 127.0.0.1"));
    lines.add(proxy("version2", version2, mx, "send-proxy-v2 source 127.0.0.1"));
    lines.add(
        proxy("tls", implicitTls, gateway.ports().submissions(), "send-proxy-v2 source 127.0.0.1"));
    lines.add(proxy("untrusted", untrusted, mx, "send-proxy-v2 source 127.0.0.9"));
    var file = DIRECTORY.resolve("haproxy.cfg");
    Files.createDirectories(DIRECTORY);
    Files.write(file, lines);
    haproxy =
        program.start(List.of("-f", file.toString(), "-db"), DIRECTORY.resolve("haproxy.txt"));
  }

  private static String proxy(String name, int port, int server, String options) {
    return "listen %s\n  bind 127.0.0.1:%d\n  server gateway 127.0.0.1:%d %s"
        .formatted(name, port, server, options);
  }
}
