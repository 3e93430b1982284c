package org.postseal.endtoend.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postseal.broker.FreePorts;
import org.postseal.endtoend.gateway.Application;
import org.postseal.endtoend.gateway.ServicePlan;
import org.postseal.endtoend.gateway.ServiceProcess;
import org.postseal.settings.DeclaredSettings;
import org.postseal.settings.SettingsCheck;

/** What cannot work does not start, and says why in one line. */
class UnusableSettingsTest {
  private static final int EX_CONFIG = 78;
  private static final Duration LIMIT = Duration.ofMinutes(1);

  @TempDir private Path directory;

  /** A process, what is wrong with its settings or its environment, and what it says. */
  record Wrong(
      Application application,
      Map<String, String> settings,
      Map<String, String> environment,
      String line) {
    @Override
    public String toString() {
      return application + ": " + line;
    }
  }

  private static Wrong setting(Application application, String key, String value, String line) {
    return new Wrong(application, Map.of(key, value), Map.of(), line);
  }

  private static Stream<Wrong> wrong() {
    return Stream.of(
        setting(
            Application.INGRESS,
            "postseal.ingress.submission.port",
            "2525",
            "postseal.ingress.submission.port is 2525, and so is postseal.ingress.mx.port"),
        new Wrong(
            Application.INGRESS,
            Map.of(),
            Map.of("POSTSEAL_INGRESS_HOSTNMAE", "mx.example"),
            "POSTSEAL_INGRESS_HOSTNMAE in the environment is not a setting;"
                + " is POSTSEAL_INGRESS_HOSTNAME meant?"),
        setting(
            Application.SIGNER,
            "postseal.signer.registry.token-file",
            "/nonexistent/token",
            "postseal.signer.registry.token-file: cannot read /nonexistent/token"),
        setting(
            Application.VERIFIER,
            "postseal.verifier.concurrency",
            "many",
            "postseal.verifier.concurrency is \"many\": Expected an integer value, got \"many\""),
        setting(
            Application.REGISTRY,
            "postseal.registry.tokens-file",
            "config/application.properties",
            "postseal.registry.tokens-file, config/application.properties:"),
        setting(
            Application.RELAY,
            "postseal.relay.default-route",
            "nowhere",
            "postseal.relay.default-route: not a route: 'nowhere'"),
        setting(
            Application.STANDALONE,
            "postseal.standalone.broker-port",
            "2525",
            "postseal.standalone.broker-port is that of the MX, 2525"),
        setting(
            Application.STANDALONE,
            "postseal.relya.default-route",
            "mx",
            "postseal.relya.default-route is not a setting (config/application.properties);"
                + " is postseal.relay.default-route meant?"));
  }

  @ParameterizedTest
  @MethodSource
  void wrong(Wrong wrong) throws IOException {
    try (var process =
        ServiceProcess.start(
            new ServicePlan(
                wrong.application(),
                directory,
                FreePorts.one(),
                wrong.settings(),
                wrong.environment(),
                ServicePlan.QUICK_START))) {
      assertThat(process.awaitEnd(LIMIT)).as(process.logEnd(20)).isEqualTo(EX_CONFIG);
      assertThat(Files.readAllLines(process.log()))
          .anyMatch(line -> line.startsWith("postseal: " + wrong.line()))
          .allMatch(line -> line.startsWith("postseal: "));
    }
  }

  @Test
  void everyServiceDeclaresItsSettings() {
    assertThat(SettingsCheck.allDeclared())
        .extracting(DeclaredSettings::type)
        .extracting(Class::getSimpleName)
        .containsExactlyInAnyOrderElementsOf(
            List.of(
                "IngressSettings",
                "SignerSettings",
                "VerifierSettings",
                "RegistrySettings",
                "RelaySettings",
                "ConsoleSettings",
                "StandaloneSettings",
                "HttpSettings"));
  }
}
