package org.postseal.registry.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A process of several services in which the registry is not wanted: no Kafka, no secrets. */
@QuarkusTest
@TestProfile(SwitchedOffTest.Off.class)
class SwitchedOffTest {

  private final HttpClient http = HttpClient.newHttpClient();

  @TestHTTPResource URI root;

  /** Nothing of what the registry needs is there. */
  public static final class Off implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "postseal.registry.enabled", "false",
          "postseal.registry.tokens-file", "/nonexistent/tokens",
          "kafka.bootstrap.servers", "127.0.0.1:1");
    }
  }

  private HttpResponse<String> get(String path) throws Exception {
    var request =
        HttpRequest.newBuilder(root.resolve(path))
            .header("Authorization", "Bearer 0123456789abcdef")
            .build();
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void itSaysThatItDoesNotRunHere() throws Exception {
    var answer = get("/registry/v1/domains");
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).contains("does not run here");
  }

  @Test
  void theProcessIsReadyWithoutIt() throws Exception {
    assertThat(get("/q/health/ready").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, true",
    "127.8.0.1, true",
    "::1, true",
    "192.0.2.1, false",
    "::ffff:192.0.2.1, false",
    "fe80::1%nosuch, false",
    "localhost, false",
    ", false",
  })
  void privateKeysInClearStayOnThisMachine(String address, boolean isHere) {
    assertThat(SigningKeysResource.isLoopback(address)).isEqualTo(isHere);
  }
}
