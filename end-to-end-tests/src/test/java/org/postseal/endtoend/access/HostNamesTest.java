package org.postseal.endtoend.access;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postseal.dns.server.ZoneServer;
import org.postseal.endtoend.gateway.Application;
import org.postseal.endtoend.gateway.FiveServices;
import org.postseal.endtoend.gateway.Gateway;
import org.postseal.endtoend.gateway.GatewayPlan;

/**
 * DNS rebinding: a page of a stranger's, in a browser on this machine, asks our port by a name of
 * the stranger's that has become 127.0.0.1. Nothing on any HTTP port answers to that name.
 */
class HostNamesTest {
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final List<String> PATHS =
      List.of(
          "/q/metrics",
          "/q/openapi",
          "/q/health",
          "/q/health/live",
          "/q/health/ready",
          "/registry/v1/domains",
          "/registry/v1/public-keys/s/a.example",
          "/",
          "/nothing/here");

  @Test
  void theStandaloneAnswersToItsOwnNamesOnly(@TempDir Path directory) throws IOException {
    var plan =
        GatewayPlan.of(directory, "mx.one.example")
            .with("postseal.http.host-names", "gateway.one.example");
    try (var gateway = Gateway.start(plan).awaitReady(LIMIT)) {
      int port = gateway.ports().http();
      assertRefused(port);
      for (var name : List.of("localhost:" + port, "127.0.0.1", "[::1]", "gateway.one.example")) {
        assertThat(answer(port, "/q/metrics", name)).as(name).startsWith("HTTP/1.1 200 ");
        assertThat(answer(port, "/registry/v1/domains", name)).as(name).startsWith("HTTP/1.1 401 ");
      }
      assertThat(answer(port, "/q/swagger-ui/", "localhost"))
          .as("for developers alone")
          .startsWith("HTTP/1.1 404 ");
    }
  }

  @Test
  void soDoesEachServiceOfACluster(@TempDir Path directory) throws IOException {
    try (var zone = ZoneServer.start();
        var services =
            FiveServices.start(GatewayPlan.of(directory, "mx.two.example"), zone)
                .awaitReady(LIMIT)) {
      for (var application : Application.values()) {
        if (application != Application.STANDALONE) {
          int port = services.service(application).http("/").getPort();
          assertRefused(port);
          assertThat(answer(port, "/q/health/live", "localhost:" + port))
              .as(application.module())
              .startsWith("HTTP/1.1 200 ");
        }
      }
    }
  }

  private static void assertRefused(int port) throws IOException {
    for (var path : PATHS) {
      assertThat(answer(port, path, "rebound.attacker.example:" + port))
          .as(path)
          .startsWith("HTTP/1.1 421 ")
          .containsIgnoringCase("content-type: application/problem+json")
          .doesNotContain("attacker");
    }
  }

  private static String answer(int port, String path, String host) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout((int) LIMIT.toMillis());
      var request =
          "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n".formatted(path, host);
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }
  }
}
