package org.postseal.registry.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
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
          Optional.of(new BlocklistResource.BlockRequest("spam")));

  private final AtomicReference<String> seen = new AtomicReference<>("");
  private final Forwarding forwarding =
      new Forwarding(
          new Journal(
              Map.of(),
              new Journal.Replica(InstanceId.random(), Optional.empty()),
              KeyEncryptionKeys.parse(KeyEncryptionKeys.newFileText()),
              InstantSource.system()),
          JsonMapper.builder().addModule(new Jdk8Module()).build(),
          Optional.empty());
  private final HttpServer writer;

  ForwardingTest() throws IOException {
    writer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
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
      assertThat(answer.getEntity()).isEqualTo("{}".getBytes(UTF_8));
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
}
