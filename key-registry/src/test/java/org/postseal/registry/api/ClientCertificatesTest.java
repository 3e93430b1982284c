package org.postseal.registry.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postseal.registry.RegistrySettings;
import org.postseal.registry.journal.Journal;

/** Real TLS, to the registry; relay and console have the same module before them. */
@QuarkusTest
@QuarkusTestResource(RegistryFixture.class)
@QuarkusTestResource(value = CertificatesFixture.class, restrictToAnnotatedClass = true)
class ClientCertificatesTest {
  private static final String DOMAIN = "/registry/v1/domains/certified.example";

  @TestHTTPResource(tls = true)
  URI https;

  @TestHTTPResource URI plain;
  @Inject Journal journal;
  @Inject RegistrySettings settings;

  @BeforeEach
  void theJournalIsWritten() {
    assertThat(journal.awaitOffice(Duration.ofSeconds(60))).isTrue();
  }

  private HttpResponse<String> put(String who, String... headers) throws Exception {
    return send(who, request(headers).PUT(BodyPublishers.ofString("{\"local\": true}")).build());
  }

  private HttpResponse<String> get(String who, String... headers) throws Exception {
    return send(who, request(headers).build());
  }

  private HttpRequest.Builder request(String... headers) {
    var request =
        HttpRequest.newBuilder(https.resolve(DOMAIN)).header("Content-Type", "application/json");
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return request;
  }

  private static HttpResponse<String> send(String who, HttpRequest request) throws Exception {
    try (var client = HttpClient.newBuilder().sslContext(CertificatesFixture.of(who)).build()) {
      return client.send(request, BodyHandlers.ofString());
    }
  }

  @Test
  void whoeverHasARoleByCertificateNeedsNoToken() throws Exception {
    assertThat(put("alice").statusCode()).isEqualTo(200);
    assertThat(get("victor").body()).contains("certified.example");
  }

  @Test
  void aRoleThatDoesNotAllowItIs403() throws Exception {
    assertThat(put("victor").statusCode()).isEqualTo(403);
    assertThat(put("victor").body()).contains("certificate");
  }

  @Test
  void whoHasNoRoleOrNoCertificateIs401() throws Exception {
    assertThat(get("nobody").statusCode()).isEqualTo(401);
    assertThat(get("").statusCode()).isEqualTo(401);
    assertThat(send("", HttpRequest.newBuilder(plain.resolve(DOMAIN)).build()).statusCode())
        .isEqualTo(401);
  }

  /** The same subject, by an authority that nobody named. */
  @Test
  void anotherAuthoritysCertificateIsNone() throws Exception {
    try {
      assertThat(get("impostor").statusCode()).isEqualTo(401);
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("certificate");
    }
  }

  @Test
  void whoShowsATokenIsJudgedByTheToken() throws Exception {
    var viewer =
        Files.readAllLines(settings.tokensFile()).stream()
            .filter(line -> line.endsWith(":viewer"))
            .findFirst()
            .orElseThrow()
            .replace(":viewer", "");
    assertThat(put("alice", "Authorization", "Bearer " + viewer).statusCode()).isEqualTo(403);
    assertThat(put("alice", "Authorization", "Bearer 0123456789abcdef").statusCode())
        .isEqualTo(401);
    assertThat(get("", "Authorization", "Bearer " + viewer).statusCode()).isIn(200, 404);
  }
}
