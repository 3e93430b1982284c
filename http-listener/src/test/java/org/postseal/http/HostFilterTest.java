package org.postseal.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class HostFilterTest {
  @TestHTTPResource URI root;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host: localhost",
        "Host: 127.0.0.1:8080",
        "host: [::1]:8080",
        "Host: gateway.example"
      })
  void whoeverNamesUsIsAnswered(String host) throws IOException {
    assertThat(answer("/q/health/live", host)).startsWith("HTTP/1.1 200 ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/q/health", "/q/health/live", "/q/health/ready", "/q/openapi", "/", "/x"})
  void whoeverMeansAnotherGetsNothing(String path) throws IOException {
    assertThat(answer(path, "Host: attacker.example:8080"))
        .startsWith("HTTP/1.1 421 ")
        .containsIgnoringCase("content-type: application/problem+json")
        .contains("\"status\":421")
        .doesNotContain("attacker");
  }

  @Test
  void noHostOrTwoAreMalformed() throws IOException {
    assertThat(answer("/q/health/live", "X-Host: localhost")).startsWith("HTTP/1.1 400 ");
    assertThat(answer("/q/health/live", "Host: localhost\r\nHost: localhost"))
        .startsWith("HTTP/1.1 400 ");
    assertThat(answer("/q/health/live", "Host: localhost@attacker.example"))
        .startsWith("HTTP/1.1 400 ");
  }

  private String answer(String path, String field) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), root.getPort())) {
      socket.setSoTimeout(20_000);
      socket
          .getOutputStream()
          .write(
              ("GET " + path + " HTTP/1.1\r\n" + field + "\r\nConnection: close\r\n\r\n")
                  .getBytes(ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }
  }
}
