package org.postseal.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postseal.endtoend.gateway.Gateway;
import org.postseal.endtoend.gateway.GatewayPlan;
import org.postseal.endtoend.gateway.Waiting;
import org.postseal.endtoend.smtp.SmtpSession;

/** Certificates of several names in one file, which is replaced while the gateway runs. */
class CertificateReplacedTest {
  private static final Duration START_LIMIT = Duration.ofMinutes(3);
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @TempDir private Path directory;

  @Test
  void newSessionsShowTheNewOneAndRunningOnesGoOn() throws Exception {
    var store = directory.resolve("smtp.p12");
    SelfSignedStores.add(store, "mx.one.example", "first");
    SelfSignedStores.add(store, "mx.two.example", "first");
    var plan =
        GatewayPlan.of(directory, "mx.one.example")
            .with("quarkus.tls.\"smtp\".key-store.p12.path", store.toString())
            .with("quarkus.tls.\"smtp\".key-store.p12.password", SelfSignedStores.PASSWORD)
            .with("quarkus.tls.\"smtp\".key-store.sni", "true")
            .with("quarkus.tls.\"smtp\".reload-period", "1s");
    try (var gateway = Gateway.start(plan).awaitReady(START_LIMIT);
        var running = SmtpSession.connect(gateway.ports().mx());
        var runningFromTheStart = SmtpSession.connectTls(gateway.ports().submissions())) {
      running.command("EHLO client.example");
      running.startTls("mx.two.example");
      assertThat(subject(running)).contains("CN=mx.two.example").contains("O=first");
      assertThat(shown(gateway, "mx.one.example")).contains("CN=mx.one.example");

      var renewed = directory.resolve("renewed.p12");
      SelfSignedStores.add(renewed, "mx.one.example", "second");
      SelfSignedStores.add(renewed, "mx.two.example", "second");
      Files.move(renewed, store, StandardCopyOption.ATOMIC_MOVE);

      for (var name : new String[] {"mx.one.example", "mx.two.example"}) {
        Waiting.until(
            "the new certificate",
            LIMIT,
            () ->
                Optional.of(shown(gateway, name))
                    .filter(subject -> subject.contains("CN=" + name))
                    .filter(subject -> subject.contains("O=second")));
      }
      try (var after = SmtpSession.connectTls(gateway.ports().submissions())) {
        assertThat(subject(after)).contains("O=second");
      }
      assertThat(running.command("EHLO client.example").code()).isEqualTo(250);
      assertThat(runningFromTheStart.command("EHLO client.example").code()).isEqualTo(250);
      assertThat(subject(running)).contains("O=first");
    }
  }

  private static String shown(Gateway gateway, String name) {
    try (var session = SmtpSession.connect(gateway.ports().mx())) {
      session.command("EHLO client.example");
      session.startTls(name);
      return subject(session);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String subject(SmtpSession session) throws IOException {
    return session.certificate().getSubjectX500Principal().getName();
  }
}
