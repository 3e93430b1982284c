package org.postseal.registry.twin;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postseal.registry.journal.JournalFixture;
import org.postseal.registry.journal.RegistryState;
import org.postseal.signingpolicy.KeyPlace;
import org.postseal.signingpolicy.KeyTerms;
import org.postseal.signingpolicy.PolicyTerms;

/** Real requests to the listener; behind it is a registry with a few domains. */
class TwinListenerTest {
  private static final String PATH = "/.well-known/mail-signing-policy";
  private static final String POLICY =
      "v=SIGNPOL1; d=%s; sign=all; testing=n; id=%s; max_age=86400; keys=dns,https\r\n";
  private static final String ALL = "00033b4440e49d9b";

  private final RegistryState state = JournalFixture.withTwoDomains();
  private final Vertx vertx = Vertx.vertx();
  private boolean isComplete = true;
  private Optional<LocalDate> nextChange = Optional.empty();
  private final TwinListener listener =
      new TwinListener(
          vertx,
          new TwinDocuments(
              state,
              () -> isComplete,
              new TwinDocuments.Terms(
                  new PolicyTerms(Duration.ofDays(1), Set.of(KeyPlace.DNS, KeyPlace.HTTPS)),
                  new KeyTerms(Duration.ofHours(1), () -> Instant.parse("2026-11-29T12:00:00Z")),
                  _ -> nextChange)),
          new TwinListener.Limits(2, Duration.ofMillis(500)),
          new HttpServerOptions());

  @BeforeEach
  void listen() throws Exception {
    listener
        .listen(0, "127.0.0.1")
        .toCompletionStage()
        .toCompletableFuture()
        .get(10, TimeUnit.SECONDS);
  }

  @AfterEach
  void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  @Test
  void statesThePolicyOfTheDomainThatTheHostNames() throws Exception {
    var said = get("signpol.signs.example", PATH);
    assertThat(said)
        .startsWith("HTTP/1.1 200 OK\r\n")
        .containsIgnoringCase("\r\nCache-Control: public, max-age=3600\r\n")
        .containsIgnoringCase("\r\nContent-Type: text/plain;charset=us-ascii\r\n")
        .endsWith("\r\n\r\n" + POLICY.formatted("signs.example", ALL));
    assertThat(get("SIGNPOL.Signs.Example:443", PATH)).endsWith(body(said));
    assertThat(get("signpol.below.signs.example", PATH))
        .as("covered by the entry above it")
        .endsWith(POLICY.formatted("below.signs.example", ALL));
  }

  @Test
  void statesOneKey() throws Exception {
    assertThat(body(get("signpol.signs.example", PATH + "?selector=s1")))
        .isEqualTo(
            POLICY.formatted("signs.example", ALL)
                + "d=signs.example; s=s1; ttl=3600\r\n"
                + "v=DKIM1; k=ed25519; p="
                + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\r\n");
    assertThat(body(get("signpol.signs.example", PATH + "?x=y&selector=REVOKED")))
        .endsWith("d=signs.example; s=revoked; ttl=3600\r\nv=DKIM1; k=ed25519; p=\r\n");
  }

  @Test
  void statesTheDayFromWhichAKeyDoesNotSign() throws Exception {
    nextChange = Optional.of(LocalDate.of(2027, 4, 1));
    assertThat(body(get("signpol.signs.example", PATH + "?selector=s1")))
        .contains("\r\nd=signs.example; s=s1; ttl=3600; nx=20270401\r\n");
  }

  @ParameterizedTest
  @CsvSource({
    "signpol.signs.example, /, 404",
    "signpol.signs.example, /registry/v1/domains, 404",
    "signpol.signs.example, /.well-known/mail-signing-policy/, 404",
    "signpol.signs.example, /.well-known/mail-signing-policy?selector=s2, 404",
    "signpol.signs.example, /.well-known/mail-signing-policy?selector=, 400",
    "signpol.signs.example, /.well-known/mail-signing-policy?selector=%73, 400",
    "signpol.others.example, /.well-known/mail-signing-policy, 404",
    "signpol.unknown.example, /.well-known/mail-signing-policy, 404",
    "signs.example, /.well-known/mail-signing-policy, 421",
    "signpol, /.well-known/mail-signing-policy, 421",
    "[::1]:443, /.well-known/mail-signing-policy, 421",
    "127.0.0.1, /.well-known/mail-signing-policy, 421",
  })
  void refusals(String host, String target, int status) throws Exception {
    assertThat(get(host, target))
        .startsWith("HTTP/1.1 " + status + " ")
        .containsIgnoringCase("Cache-Control: no-store")
        .doesNotContain("SIGNPOL1");
  }

  @Test
  void beforeItKnowsItsDomains() throws Exception {
    isComplete = false;
    assertThat(get("signpol.unknown.example", PATH))
        .startsWith("HTTP/1.1 503 ")
        .containsIgnoringCase("Retry-After");
  }

  @Test
  void onlyReads() throws Exception {
    assertThat(
            exchange(
                "POST "
                    + PATH
                    + " HTTP/1.1\r\nHost: signpol.signs.example\r\n"
                    + "Content-Length: 3\r\n\r\nx=y"))
        .startsWith("HTTP/1.1 405 ")
        .containsIgnoringCase("Allow: GET, HEAD");
    assertThat(
            exchange(
                "HEAD "
                    + PATH
                    + " HTTP/1.1\r\nHost: signpol.signs.example\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 200 ")
        .endsWith("\r\n\r\n");
    assertThat(
            exchange(
                "GET "
                    + PATH
                    + " HTTP/1.1\r\nHost: a.example\r\nHost: signpol.signs.example\r\n"
                    + "Connection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 400 ");
  }

  @Test
  void whoIsSilentAndWhoIsOneTooManyIsClosed() throws Exception {
    try (var first = connect();
        var second = connect()) {
      assertThat(exchange("GET / HTTP/1.1\r\nHost: x.example\r\n\r\n")).isEmpty();
      assertThat(first.getInputStream().read()).isEqualTo(-1);
      assertThat(second.getInputStream().read()).isEqualTo(-1);
    }
    assertThat(get("signpol.signs.example", PATH)).startsWith("HTTP/1.1 200 ");
  }

  private static String body(String said) {
    return said.substring(said.indexOf("\r\n\r\n") + 4);
  }

  private String get(String host, String target) throws IOException {
    return exchange(
        "GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
  }

  /** What comes until the server closes. */
  private String exchange(String request) throws IOException {
    try (var socket = connect()) {
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }
  }

  private Socket connect() throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), listener.port());
    socket.setSoTimeout(10_000);
    return socket;
  }
}
