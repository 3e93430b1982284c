package org.postseal.registry.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postseal.registry.api.Forwarding.Forwarded;
import org.postseal.registry.journal.Journal;
import org.postseal.registry.key.KeyEncryptionKeys;
import org.postseal.topics.InstanceId;

class ForwardingTest {

  private static final Forwarded CHANGE =
      new Forwarded(
          "PUT",
          "/registry/v1/blocklist/a.example",
          Map.of("Authorization", "Bearer t", "If-Match", "\"7\""),
          Optional.of(new BlocklistResource.BlockRequest("spam", Optional.empty())));

  private static final String PASSWORD = "of a test";

  private final AtomicReference<String> seen = new AtomicReference<>("");
  private final Forwarding forwarding = forwarding(Optional.empty());
  private final HttpServer writer;

  ForwardingTest() throws IOException {
    writer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  private static Forwarding forwarding(Optional<SSLContext> trust) {
    return new Forwarding(
        new Journal(
            Map.of(),
            new Journal.Replica(InstanceId.random(), Optional.empty()),
            KeyEncryptionKeys.parse(KeyEncryptionKeys.newFileText()),
            InstantSource.system()),
        JsonMapper.builder().addModule(new Jdk8Module()).build(),
        trust);
  }

  @BeforeEach
  void theWriterAnswers() {
    writer.createContext("/", this::answer);
    writer.start();
  }

  @AfterEach
  void stop() {
    writer.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    var headers = exchange.getRequestHeaders();
    seen.set(
        String.join(
            " ",
            exchange.getRequestMethod(),
            exchange.getRequestURI().toString(),
            headers.getFirst("Authorization"),
            headers.getFirst("If-Match"),
            headers.getFirst(Forwarding.FORWARDED),
            new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
    exchange.getResponseHeaders().add("ETag", "\"8\"");
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.getResponseHeaders().add("Server", "not handed on");
    exchange.getResponseHeaders().add("Location", url() + "/registry/v1/keys/1");
    var body = "{}".getBytes(UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private URI url() {
    return URI.create("http://127.0.0.1:" + writer.getAddress().getPort());
  }

  @Test
  void handsOnTheRequestAndItsConditionsAndBringsTheAnswerBack() {
    try (var answer = forwarding.forward(url(), CHANGE)) {
      assertThat(seen.get())
          .isEqualTo("PUT /registry/v1/blocklist/a.example Bearer t \"7\" 1 {\"reason\":\"spam\"}");
      assertThat(answer.getStatus()).isEqualTo(200);
      assertThat(answer.getHeaderString("ETag")).isEqualTo("\"8\"");
      assertThat(answer.getHeaderString("Server")).isNull();
      assertThat(answer.getLocation())
          .as("here, and not at the writer")
          .hasToString("/registry/v1/keys/1");
      assertThat(answer.getEntity()).isEqualTo("{}".getBytes(UTF_8));
    }
  }

  /** Whoever is named in the target would read the operator's token. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:1/registry/v1/blocklist/a.example",
        "//127.0.0.1:1/registry/v1/blocklist/a.example"
      })
  void aTargetThatNamesAnotherHostGoesToTheWriterAllTheSame(String target) {
    var change = new Forwarded(CHANGE.method(), target, CHANGE.headers(), CHANGE.body());
    try (var answer = forwarding.forward(url(), change)) {
      assertThat(answer.getStatus()).isEqualTo(200);
      assertThat(seen.get()).startsWith("PUT /registry/v1/blocklist/a.example Bearer t ");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/registry/v1/blocklist/{a}", "mailto:a@b.example", "*", ""})
  void aTargetThatIsNoResourceIs400(String target) {
    var change = new Forwarded(CHANGE.method(), target, CHANGE.headers(), CHANGE.body());
    try (var answer = forwarding.forward(url(), change)) {
      assertThat(answer.getStatus()).isEqualTo(400);
    }
  }

  @Test
  void aWriterThatIsGoneIs503() {
    var gone = url();
    writer.stop(0);
    try (var answer = forwarding.forward(gone, CHANGE)) {
      assertThat(answer.getStatus()).isEqualTo(503);
      assertThat(answer.getHeaderString("Retry-After")).isNotNull();
    }
  }

  /** The certificate says key-registry, and the address says nothing. */
  @Test
  void believesTheNameThatAllReplicasShare(@TempDir Path directory) throws Exception {
    var store = certificateOf("key-registry", directory.resolve("store"));
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD.toCharArray());
    var serving = SSLContext.getInstance("TLS");
    serving.init(keys.getKeyManagers(), null, null);
    var https = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    https.setHttpsConfigurator(new HttpsConfigurator(serving));
    https.createContext("/", this::answer);
    https.start();
    var url = URI.create("https://127.0.0.1:" + https.getAddress().getPort());
    try (var named =
            forwarding(Optional.of(OneName.context(store, "key-registry"))).forward(url, CHANGE);
        var otherwise =
            forwarding(Optional.of(OneName.context(store, "registry"))).forward(url, CHANGE);
        var byHost = forwarding(Optional.of(trusting(store))).forward(url, CHANGE);
        var unknown =
            forwarding(Optional.of(OneName.context(null, "key-registry"))).forward(url, CHANGE)) {
      assertThat(named.getStatus()).isEqualTo(200);
      assertThat(otherwise.getStatus()).as("another name").isEqualTo(503);
      assertThat(byHost.getStatus()).as("the host's name").isEqualTo(503);
      assertThat(unknown.getStatus()).as("nobody we believe").isEqualTo(503);
    } finally {
      https.stop(0);
    }
  }

  private static SSLContext trusting(KeyStore store) throws GeneralSecurityException {
    var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(store);
    var context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return context;
  }

  /** A certificate for a name, in a store that both holds its key and believes it. */
  private static KeyStore certificateOf(String name, Path file) throws Exception {
    var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    var options =
        "-genkeypair -storetype PKCS12 -keyalg EC -alias it -dname CN=%s -ext SAN=dns:%s"
            .formatted(name, name);
    var command = new ArrayList<>(List.of(keytool));
    command.addAll(List.of(options.split(" ")));
    command.addAll(List.of("-keystore", file.toString(), "-storepass", PASSWORD));
    assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
    var store = KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
    store.setCertificateEntry("believed", store.getCertificate("it"));
    return store;
  }
}
