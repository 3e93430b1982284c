package org.postseal.registry.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postseal.registry.RegistrySettings;
import org.postseal.registry.journal.Journal;

/** Requests that no client of ours makes: each is a problem in JSON, and says nothing of us. */
@QuarkusTest
@QuarkusTestResource(RegistryFixture.class)
class HostileRequestsTest {
  private static final int LIMIT_MS = 20_000;
  private static final String PUT = "PUT /registry/v1/domains/a.example";

  @TestHTTPResource URI root;
  @Inject Journal journal;
  @Inject RegistrySettings settings;

  @BeforeEach
  void theJournalIsWritten() {
    assertThat(journal.awaitOffice(Duration.ofSeconds(60))).isTrue();
  }

  /** Octets as they are, with the operator's token. */
  private String answer(String line, String headers, byte[] body) throws IOException {
    try (var socket = new Socket(root.getHost(), root.getPort())) {
      socket.setSoTimeout(LIMIT_MS);
      var head =
          line
              + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer "
              + operator()
              + "\r\n"
              + headers
              + (body.length > 0 ? "Content-Length: " + body.length + "\r\n" : "")
              + "\r\n";
      var answer = new ByteArrayOutputStream();
      try {
        socket.getOutputStream().write(head.getBytes(ISO_8859_1));
        socket.getOutputStream().write(body);
      } catch (IOException _) {
        // answered before it had read all
      }
      try {
        socket.getInputStream().transferTo(answer);
      } catch (IOException _) {
        // closed with octets of ours unread
      }
      return answer.toString(UTF_8);
    }
  }

  private String operator() throws IOException {
    return Files.readAllLines(settings.tokensFile()).stream()
        .filter(line -> line.endsWith(":operator"))
        .findFirst()
        .orElseThrow()
        .replace(":operator", "");
  }

  private static void assertProblem(String answer, int status) {
    assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
    assertThat(answer)
        .containsIgnoringCase("content-type: application/problem+json")
        .contains("\"status\":" + status)
        .doesNotContain("Exception", "jackson", "\tat ", "org.", "java.", "quarkus");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "POST /registry/v1/domains/a.example                 | 405",
        "PATCH /registry/v1/keys                             | 405",
        "DELETE /registry/v1/keys                            | 405",
        "PUT /registry/v1/domains                            | 405",
        "GET /registry/v1/nope                               | 404",
        "GET /registry/v1/keys/nope                          | 404",
        "GET /registry/v1/keys/nope/nope                     | 404",
        "GET /registry/v1/domains/%00                        | 400",
        "GET /registry/v1/domains/a%20b.example              | 400",
        "GET /registry/v1/domains/a..example                 | 400",
        "GET /registry/v1/domains/a%0D%0Ab.example           | 400",
        "GET /registry/v1/domains/%F0%9F%98%80.example       | 400",
        "GET /registry/v1/domains/%FF%FE.example             | 400",
        "GET /registry/v1/keys?domain=not_a_domain           | 400",
        "GET /registry/v1/public-keys/-/a.example            | 400",
        "GET /registry/v1/public-keys/s1/a_b.example         | 400",
        "GET /registry/v1/policies/not..a.domain             | 400",
        "GET /registry/v1/stated/not..a.domain               | 400",
        "GET /registry/v1/blocklist/192.0.2.0/33             | 400",
        "GET /registry/v1/blocklist?format=xml               | 400",
        "DELETE /registry/v1/domains/none.example            | 404",
        "DELETE /registry/v1/blocklist/none.example          | 404",
        "DELETE /registry/v1/domains/a.example?dry-run=maybe | 400",
        "POST /registry/v1/keys/nope/activate?force=maybe    | 400",
        "POST /registry/v1/keys/nope/revoke?force=maybe      | 400",
        "POST /registry/v1/keys/nope/revoke                  | 404",
      })
  void wrongNamesAndMethods(String line, int status) throws IOException {
    assertProblem(answer(line, "", new byte[0]), status);
  }

  /** That it is in no package is a test of the gateway. */
  @Test
  void swaggerUiIsThereForDevelopers() throws IOException {
    assertThat(answer("GET /q/swagger-ui/", "", new byte[0]))
        .startsWith("HTTP/1.1 200 ")
        .contains("/q/openapi");
  }

  @Test
  void namesThatAreTooLong() throws IOException {
    var long64 = "a".repeat(64) + ".example";
    assertProblem(answer("GET /registry/v1/domains/" + long64, "", new byte[0]), 400);
    var long254 = "a.".repeat(130) + "example";
    assertProblem(answer("GET /registry/v1/domains/" + long254, "", new byte[0]), 400);
    assertProblem(answer("GET /registry/v1/domains/" + "a".repeat(3_000), "", new byte[0]), 400);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "text/plain         | {}                                   | 415",
        "text/xml           | <a/>                                 | 415",
        "nonsense           | {}                                   | 400",
        "application/json   | null                                 | 400",
        "application/json   | ''                                   | 400",
        "application/json   | 7                                    | 400",
        "application/json   | {\"local\": {\"a\": 1}}          | 400",
        "application/json   | {\"local\": 1e999999999}           | 400",
        "application/json   | {\"LOCAL\": true}                  | 400",
        "application/json   | {\"local\": tru                    | 400",
        "application/json   | {\"mode\": \"ENFORCE\u0000\"}   | 400",
        "application/json   | {\"local\": true} {}               | 400",
        "application/json   | {\"local\": true, \"local\": false} | 400",
      })
  void wrongBodies(String type, String body, int status) throws IOException {
    assertProblem(answer(PUT, "Content-Type: " + type + "\r\n", body.getBytes(UTF_8)), status);
  }

  @Test
  void bodiesThatAreDeepHugeOrNoText() throws IOException {
    var json = "Content-Type: application/json\r\n";
    assertProblem(answer(PUT, json, "[".repeat(100_000).getBytes(UTF_8)), 400);
    assertProblem(answer(PUT, json, ("{\"a\":".repeat(50_000) + "1").getBytes(UTF_8)), 400);
    assertProblem(answer(PUT, json, "{\"mode\": \"\u00ff\"}".getBytes(ISO_8859_1)), 400);
    assertProblem(
        answer(
            "PUT /registry/v1/blocklist/a.example",
            json,
            ("{\"reason\": \"" + "a".repeat(700_000) + "\"}").getBytes(UTF_8)),
        400);
    assertThat(answer(PUT, json, new byte[11 * 1024 * 1024])).startsWith("HTTP/1.1 413 ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "If-Match: 7             | 400",
        "If-Match: \"\"        | 400",
        "If-Match: W/\"7\"     | 400",
        "If-Match: \"99999999999999999999\" | 400",
        "If-Match: \"424242\"  | 412",
        "If-Match: *             | 412",
        "If-None-Match: \"7\"  | 400",
      })
  void wrongHeaders(String header, int status) throws IOException {
    assertProblem(
        answer(
            "PUT /registry/v1/domains/never.example",
            "Content-Type: application/json\r\n" + header + "\r\n",
            "{}".getBytes(UTF_8)),
        status);
  }
}
