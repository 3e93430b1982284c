package org.postseal.endtoend.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postseal.broker.FreePorts;
import org.postseal.endtoend.gateway.Application;
import org.postseal.endtoend.gateway.Gateway;
import org.postseal.endtoend.gateway.GatewayPlan;
import org.postseal.endtoend.gateway.ServicePlan;
import org.postseal.endtoend.gateway.ServiceProcess;
import org.postseal.endtoend.smtp.Letter;
import org.postseal.endtoend.smtp.SmtpSession;

/**
 * What lies below the data directory of a gateway is for its user's eyes and for one process only.
 */
class DataDirectoryTest {
  private static final int EX_CONFIG = 78;
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final String DOMAIN = "receiver.example";

  @TempDir private static Path directory;
  private static Gateway gateway;

  @BeforeAll
  static void start() throws IOException {
    // Anybody may walk in here: what is kept from others is kept by the data directory itself.
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    gateway =
        Gateway.start(
                GatewayPlan.of(directory, "mx." + DOMAIN)
                    .with("postseal.relay.default-route", Gateway.maildirRoute(directory)))
            .awaitReady(LIMIT);
    gateway.registry().putDomain(DOMAIN, "{\"local\": true}");
    deliver("before");
  }

  @AfterAll
  static void stop() {
    if (gateway != null) {
      gateway.close();
    }
  }

  @Test
  void nothingBelowItHasARightForOthers() throws IOException {
    assertThat(gateway.data().resolve("kafka/mail.accepted-0")).isDirectory();
    try (var files = Files.walk(gateway.data())) {
      assertThat(files.filter(file -> !Files.isSymbolicLink(file)))
          .hasSizeGreaterThan(100)
          .allSatisfy(
              file ->
                  assertThat(
                          PosixFilePermissions.toString(
                              Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS)))
                      .endsWith("------"));
    }
  }

  @Test
  void nobodyReadsAnythingInIt() throws Exception {
    assumeTrue("root".equals(System.getProperty("user.name")), "only root can become nobody");
    var process =
        new ProcessBuilder(
                "runuser", "-u", "nobody", "--", "find", gateway.data().toString(), "-readable")
            .redirectErrorStream(true)
            .start();

    var said = new String(process.getInputStream().readAllBytes(), UTF_8);

    assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(said.lines().toList())
        .singleElement()
        .asString()
        .contains(gateway.data().toString())
        .contains("Permission denied");
  }

  @Test
  void aSecondProcessEndsWithOneLineAndTheFirstGoesOn() throws IOException {
    var second = started("second", gateway.data());

    assertThat(second)
        .singleElement()
        .asString()
        .isEqualTo(
            "postseal: postseal.standalone.data: %s is in use by another process (%d)"
                .formatted(gateway.data(), gateway.process().pid()));
    assertThat(gateway.process().isReady()).isTrue();
    deliver("after");
  }

  @Test
  void oneThatOthersCanReadStopsTheStartWithTheCommandThatMendsIt() throws IOException {
    var open = Files.createDirectory(directory.resolve("open"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));

    assertThat(started("opened", open))
        .singleElement()
        .asString()
        .isEqualTo(
            "postseal: postseal.standalone.data: %s is open to others (rwxr-xr-x): chmod -R go= %s"
                .formatted(open, open));
    assertThat(open).isEmptyDirectory();
  }

  /** What a gateway says that must not start. */
  private static List<String> started(String name, Path data) throws IOException {
    try (var process =
        ServiceProcess.start(
            new ServicePlan(
                Application.STANDALONE,
                directory.resolve(name),
                FreePorts.one(),
                Map.of(
                    "postseal.standalone.data",
                    data.toString(),
                    "postseal.standalone.broker-port",
                    Integer.toString(FreePorts.one()),
                    "postseal.ingress.mx.port",
                    Integer.toString(FreePorts.one())),
                ServicePlan.QUICK_START))) {
      assertThat(process.awaitEnd(LIMIT)).as(process.logEnd(20)).isEqualTo(EX_CONFIG);
      return Files.readAllLines(process.log());
    }
  }

  private static void deliver(String recipient) throws IOException {
    try (var session = SmtpSession.connect(gateway.ports().mx())) {
      session.command("EHLO client.example");
      var letter = new Letter("a@sender.example", recipient + "@" + DOMAIN, "a test", "A line.\n");
      var reply =
          session.transaction("a@sender.example", recipient + "@" + DOMAIN, letter.octets());
      assertThat(reply.code()).as(session.transcript().toString()).isEqualTo(250);
    }
    assertThat(gateway.maildir(recipient).await(1, LIMIT)).hasSize(1);
  }
}
