package org.postseal.registry.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postseal.access.Role;
import org.postseal.registry.RegistrySettings;

/**
 * Makes keys, lets them sign, and looks for their private halves, in every form a program could
 * write them in, wherever they must not be.
 */
@QuarkusTest
@QuarkusTestResource(RegistryFixture.class)
class SecretsStayInsideTest {

  private static final String DOMAIN = "secrets.example";

  @TestHTTPResource("/")
  private URI root;

  @Inject private RegistrySettings settings;
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<String> logged = new ArrayList<>();

  private String send(Role role, String method, String path, String body) throws Exception {
    var token =
        Files.readAllLines(settings.tokensFile()).stream()
            .filter(line -> line.endsWith(":" + role.roleName()))
            .findFirst()
            .orElseThrow()
            .split(":", 2)[0];
    var answer =
        http.send(
            HttpRequest.newBuilder(root.resolve(path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build(),
            BodyHandlers.ofString());
    return answer.statusCode() + "\n" + answer.headers().map() + "\n" + answer.body();
  }

  private static String bodyOf(String answer) {
    return answer.split("\n", 3)[2];
  }

  private void awaitServing() throws Exception {
    while (!send(Role.OPERATOR, "GET", "registry/v1/domains", "").startsWith("200\n")) {
      Thread.sleep(50);
    }
  }

  @Test
  @Timeout(120)
  void noPrivateKeyIsInTopicsLogsAnswersOrProc() throws Exception {
    awaitServing();
    var listener = listen();
    Logger.getLogger("").addHandler(listener);
    var answers = new ArrayList<String>();
    try {
      answers.add(
          send(Role.OPERATOR, "PUT", "registry/v1/domains/" + DOMAIN, "{\"signed\": true}"));
      for (var algorithm : List.of("rsa-2048", "ed25519")) {
        answers.add(
            send(
                Role.OPERATOR,
                "POST",
                "registry/v1/keys",
                """
                {"domain": "%s", "algorithm": "%s", "activate": "now", "force": true}"""
                    .formatted(DOMAIN, algorithm)));
      }
      for (var path :
          List.of(
              "keys",
              "keys?domain=" + DOMAIN,
              "domains",
              "domains/" + DOMAIN + "/dns",
              "blocklist",
              "key-encryption",
              "policies/" + DOMAIN)) {
        answers.add(send(Role.OPERATOR, "GET", "registry/v1/" + path, ""));
      }
      answers.add(send(Role.OPERATOR, "POST", "registry/v1/key-encryption/rewrap", ""));
      for (var path : List.of("q/metrics", "q/health", "q/openapi")) {
        answers.add(send(Role.OPERATOR, "GET", path, ""));
      }
      for (var role : List.of(Role.OPERATOR, Role.VIEWER, Role.VERIFIER)) {
        answers.add(send(role, "GET", "registry/v1/signing-keys?domain=" + DOMAIN, ""));
      }
    } finally {
      Logger.getLogger("").removeHandler(listener);
    }
    assertThat(answers.subList(0, 3))
        .map(answer -> answer.substring(0, 3))
        .containsExactly("200", "201", "201");
    var given =
        new ObjectMapper()
            .readTree(
                bodyOf(send(Role.SIGNER, "GET", "registry/v1/signing-keys?domain=" + DOMAIN, "")));
    var needles = new ArrayList<String>();
    for (var key : given.get("keys")) {
      needles.addAll(
          formsOf(
              Base64.getDecoder().decode(key.get("privateKey").asText()),
              key.get("algorithm").asText()));
    }
    assertThat(needles).as("two keys were found where they may be").hasSizeGreaterThan(30);
    assertFree("answers", String.join("\n", answers), needles);
    assertFree("log", String.join("\n", logged), needles);
    try (var files = Files.walk(RegistryFixture.directory())) {
      var all = files.filter(Files::isRegularFile).filter(f -> !isIndex(f)).toList();
      assertThat(all).as("logs of topics").anyMatch(f -> f.toString().contains("signing-keys"));
      for (var file : all) {
        assertFree(file.toString(), Files.readString(file, ISO_8859_1), needles);
      }
    }
    for (var file : List.of("cmdline", "environ", "comm")) {
      var path = Path.of("/proc/self", file);
      if (Files.isReadable(path)) {
        assertFree(path.toString(), Files.readString(path, ISO_8859_1), needles);
      }
    }
    assertThat(ProcessHandle.current().children()).as("processes with arguments").isEmpty();
  }

  /** Kafka makes them large and fills them with zeros. */
  private static boolean isIndex(Path file) {
    return file.toString().endsWith("index");
  }

  private Handler listen() {
    return new Handler() {
      @Override
      public void publish(LogRecord record) {
        logged.add(record.getMessage() + " " + Arrays.toString(record.getParameters()));
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
  }

  private static void assertFree(String where, String text, List<String> needles) {
    for (var needle : needles) {
      assertThat(text.contains(needle)).as("a private key in %s", where).isFalse();
    }
  }

  /** As octets, hex, decimal, and base64 at whatever offset. */
  private static List<String> formsOf(byte[] pkcs8, String algorithm) throws Exception {
    var secrets = new ArrayList<byte[]>();
    secrets.add(pkcs8);
    var forms = new ArrayList<String>();
    if (algorithm.startsWith("rsa")) {
      var key =
          (RSAPrivateCrtKey)
              KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      for (var number : List.of(key.getPrivateExponent(), key.getPrimeP(), key.getPrimeQ())) {
        forms.add(number.toString());
        forms.add(number.toString(16));
        secrets.add(number.toByteArray());
      }
    } else {
      secrets.add(Arrays.copyOfRange(pkcs8, pkcs8.length - 32, pkcs8.length));
    }
    for (var secret : secrets) {
      forms.add(new String(secret, ISO_8859_1));
      forms.add(HexFormat.of().formatHex(secret));
      for (int offset = 0; offset < 3; offset++) {
        forms.add(base64At(offset, secret));
      }
    }
    return forms;
  }

  private static String base64At(int offset, byte[] secret) {
    var moved = new byte[offset + secret.length];
    System.arraycopy(secret, 0, moved, offset, secret.length);
    var text = Base64.getEncoder().withoutPadding().encodeToString(moved);
    return text.substring(offset == 0 ? 0 : 4, text.length() - 4);
  }
}
