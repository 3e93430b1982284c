package org.postseal.endtoend.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.postseal.endtoend.gateway.Application;
import org.postseal.endtoend.gateway.Gateway;
import org.postseal.endtoend.gateway.GatewayPlan;

/** What testssl.sh finds: nothing worse than "OK" but what {@link #EXPECTED} says and why. */
@Tag("interop")
class TlsPostureTest {
  private static final Duration START_LIMIT = Duration.ofMinutes(3);
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final Set<String> FINE = Set.of("OK", "INFO", "DEBUG");

  /** What the certificate of the test is blamed for, and what testssl.sh could not find out. */
  private static final Map<String, String> EXPECTED =
      Map.of(
          "cert_chain_of_trust", "self-signed",
          "cert_trust", "made for another name than the address that is scanned",
          "cert_validityPeriod", "valid for ten years",
          "cert_revocation", "nobody who could revoke it",
          "engine_problem", "of the openssl that scans",
          "sessionresumption_ticket", "not found out by its openssl",
          "sessionresumption_ID", "not found out by its openssl");

  private static final Path DIRECTORY =
      Application.repository().resolve("end-to-end-tests/target/interop-tls");

  private static Gateway gateway;

  @BeforeAll
  static void start() {
    Program.installed("testssl");
    gateway = Gateway.start(GatewayPlan.of(DIRECTORY, "mx.receiver.example"));
    gateway.awaitReady(START_LIMIT);
  }

  @AfterAll
  static void stop() {
    if (gateway != null) {
      gateway.close();
    }
  }

  @Test
  void implicitTls() throws Exception {
    assertThat(worseThanOk(List.of(), gateway.ports().submissions())).isEmpty();
  }

  @Test
  void startTls() throws Exception {
    assertThat(worseThanOk(List.of("--starttls", "smtp"), gateway.ports().mx())).isEmpty();
  }

  private static List<String> worseThanOk(List<String> protocol, int port)
      throws IOException, InterruptedException {
    var report = DIRECTORY.resolve("testssl-" + port + ".json");
    Files.deleteIfExists(report);
    var arguments = new ArrayList<String>(protocol);
    arguments.addAll(
        List.of(
            "--quiet",
            "--warnings",
            "off",
            "--color",
            "0",
            "--nodns",
            "none",
            "--jsonfile",
            report.toString(),
            "127.0.0.1:" + port));
    var run = Program.installed("testssl").run(LIMIT, arguments);
    var findings = new ArrayList<JsonNode>();
    new ObjectMapper().readTree(report.toFile()).forEach(findings::add);
    assertThat(findings).as(run.printed()).hasSizeGreaterThan(50);
    return findings.stream()
        .filter(finding -> !FINE.contains(finding.path("severity").asText()))
        .filter(finding -> !EXPECTED.containsKey(finding.path("id").asText()))
        .map(JsonNode::toString)
        .toList();
  }
}
