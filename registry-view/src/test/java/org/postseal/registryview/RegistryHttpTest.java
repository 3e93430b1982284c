package org.postseal.registryview;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postseal.registryview.RegistryHttp.Answer;

class RegistryHttpTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final Duration LONG_PAUSE = Duration.ofMinutes(10);
  private static final RegistryToken TOKEN =
      RegistryToken.of(List.of("# theirs", "other-token:signer", "my-token:verifier"), "verifier");

  private HttpServer server;
  private final AtomicInteger questions = new AtomicInteger();
  private volatile int status = 200;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          questions.incrementAndGet();
          var seen =
              exchange.getRequestHeaders().getFirst("Authorization")
                  + " "
                  + exchange.getRequestURI();
          var body = seen.getBytes(UTF_8);
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void asksWithItsTokenAndHidesIt() {
    try (var http = new RegistryHttp(endpoint(LONG_PAUSE))) {
      assertThat(http.get(RegistryResource.at("x").with("domain", "a.example")))
          .isInstanceOfSatisfying(
              Answer.Ok.class,
              ok ->
                  assertThat(new String(ok.body(), UTF_8))
                      .isEqualTo("Bearer my-token /registry/v1/x?domain=a.example"));
    }
    assertThat(endpoint(LONG_PAUSE).toString()).doesNotContain("my-token");
  }

  @Test
  void leavesAFailingRegistryAloneButNotOneThatRefuses() {
    try (var http = new RegistryHttp(endpoint(LONG_PAUSE))) {
      status = 404;
      assertThat(http.get(RegistryResource.at("a"))).isEqualTo(new Answer.Refused(404));
      assertThat(http.get(RegistryResource.at("a"))).isEqualTo(new Answer.Refused(404));
      assertThat(questions).hasValue(2);
      status = 503;
      assertThat(http.get(RegistryResource.at("a"))).isInstanceOf(Answer.Away.class);
      status = 200;
      assertThat(http.get(RegistryResource.at("a"))).isInstanceOf(Answer.Away.class);
      assertThat(questions).hasValue(3);
      assertThat(counted(http, "answered")).isZero();
      assertThat(counted(http, "refused")).isEqualTo(2);
      assertThat(counted(http, "away")).isEqualTo(2);
    }
  }

  private static double counted(RegistryHttp http, String outcome) {
    var registry = new SimpleMeterRegistry();
    new RegistryHttpMetrics(http, "verifier").bindTo(registry);
    return registry
        .get("postseal_registry_questions")
        .tags("asker", "verifier", "outcome", outcome)
        .functionCounter()
        .count();
  }

  @Test
  void asksAgainAfterThePause() {
    try (var http = new RegistryHttp(endpoint(Duration.ZERO))) {
      status = 503;
      assertThat(http.get(RegistryResource.at("a"))).isInstanceOf(Answer.Away.class);
      status = 200;
      assertThat(http.get(RegistryResource.at("a"))).isInstanceOf(Answer.Ok.class);
    }
  }

  @Test
  void saysAwayWhenNobodyListens() {
    var endpoint = endpoint(LONG_PAUSE);
    server.stop(0);
    try (var http = new RegistryHttp(endpoint)) {
      assertThat(http.get(RegistryResource.at("a"))).isInstanceOf(Answer.Away.class);
    }
  }

  @Test
  void letsASingleQuestionThroughAfterThePause() {
    var breaker = new Breaker(Duration.ofNanos(10));
    assertThat(breaker.failed(100)).isTrue();
    assertThat(breaker.letsThrough(109)).isFalse();
    assertThat(breaker.letsThrough(110)).isTrue();
    assertThat(breaker.letsThrough(110)).isFalse();
    breaker.answered();
    assertThat(breaker.letsThrough(111)).isTrue();
  }

  private RegistryHttp.Endpoint endpoint(Duration pause) {
    var address = server.getAddress();
    var base = URI.create("http://127.0.0.1:" + address.getPort());
    return new RegistryHttp.Endpoint(base, Optional.of(TOKEN), TIMEOUT, pause);
  }
}
