package org.postseal.console.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postseal.console.index.Told;
import org.postseal.topics.CloudEvent;
import org.postseal.topics.DeadLetter;
import org.postseal.topics.MailTopic;
import org.postseal.topics.OperatorOrder;

/** Pages, sign-in and API of a running console, with text from people who mean harm. */
@QuarkusTest
@QuarkusTestResource(ConsoleFixture.class)
class PagesTest {
  private static final String SCRIPT = "<script>alert(1)</script>";
  private static final String SENDER = "\"" + SCRIPT + "\"@evil.example";
  private static final String ID = "01900000-0000-7000-8000-000000000001";
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static boolean told;

  private final HttpClient http = HttpClient.newHttpClient();

  @TestHTTPResource URI root;
  @Inject SignInLink link;

  @Inject
  @Identifier("default-kafka-broker")
  Map<String, Object> kafka;

  @BeforeEach
  void tellOnce() throws Exception {
    if (told) {
      return;
    }
    told = true;
    var now = Instant.now();
    try (var producer =
        new KafkaProducer<>(
            new HashMap<>(kafka), new ByteArraySerializer(), new ByteArraySerializer())) {
      for (var event :
          List.of(
              Told.received(ID, now.minusSeconds(2), SENDER, SCRIPT),
              Told.rejected(ID, now.minusSeconds(1), SENDER, SCRIPT))) {
        var _ = producer.send(event.toRecord(MailTopic.EVENTS)).get();
      }
      CloudEvent delivered = Told.delivered(ID, now, SENDER);
      var _ = producer.send(delivered.toRecord(MailTopic.DELIVERIES)).get();
      var _ = producer.send(acted(now).toRecord(MailTopic.AUDIT)).get();
      var _ = producer.send(deadLetter(now)).get();
    }
    var cookie = signIn();
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() - end < 0
        && !(isWholeTimeLine(get("/console/messages/" + ID, cookie).body())
            && get("/console/audit", cookie).body().contains("operator-acted</td>")
            && get("/console/dead-letters", cookie).body().contains("dead-letter</td>"))) {
      Thread.sleep(50);
    }
  }

  private static CloudEvent acted(Instant now) {
    return CloudEvent.of(
        CloudEvent.Type.OPERATOR_ACTED,
        "/relay/1",
        ID,
        now,
        new OperatorOrder(
            "mail.quarantine/0/1",
            OperatorOrder.Action.RELEASE,
            List.of(SENDER),
            Optional.empty(),
            "operator/1a2b3c4d for console/operator-5e6f7a8b",
            now,
            "note " + SCRIPT));
  }

  private static ProducerRecord<byte[], byte[]> deadLetter(Instant now) {
    return DeadLetter.record(
        new ConsumerRecord<>("mail.verify", 3, 7, new byte[] {'<', 'i', '>'}, new byte[0]),
        "verifier",
        "no envelope " + SCRIPT,
        now);
  }

  /** Topics are read in any order. */
  private static boolean isWholeTimeLine(String page) {
    return Stream.of("received", "rejected", "delivered")
        .allMatch(word -> page.contains("<strong>" + word + "</strong>"));
  }

  private HttpResponse<String> get(String path, String cookie) throws Exception {
    var request = HttpRequest.newBuilder(root.resolve(path)).header("Cookie", cookie);
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private String newLink() throws Exception {
    var base = root.toString().replaceFirst("/$", "");
    var file = link.offer(base).orElseThrow();
    return Files.readString(file).strip();
  }

  private String signIn() throws Exception {
    var answer = get(newLink().replaceFirst("^http://[^/]*", ""), "a=b");
    assertThat(answer.statusCode()).isEqualTo(303);
    var cookie = answer.headers().firstValue("Set-Cookie").orElseThrow();
    assertThat(cookie).contains("HttpOnly").contains("SameSite=Strict").contains("Path=/console");
    assertThat(cookie).contains("Max-Age=43200");
    return cookie.substring(0, cookie.indexOf(';'));
  }

  @Test
  void withoutSigningInNothingIsShown() throws Exception {
    for (var path :
        List.of("/console", "/console/find", "/console/forgeries", "/console/messages/" + ID)) {
      for (var cookie : List.of("a=b", "postseal-console=", "postseal-console=wrong")) {
        var answer = get(path, cookie);
        assertThat(answer.statusCode()).as(path).isEqualTo(401);
        assertThat(answer.body()).contains("sign-in-link").doesNotContain("evil.example");
      }
    }
  }

  @Test
  void aLinkWorksOnceAndTheFileHasANewOneThen() throws Exception {
    var path = newLink().replaceFirst("^http://[^/]*", "");
    var file = ConsoleFixture.directory().resolve("console").resolve(SignInLink.FILE);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(get(path + "x", "a=b").statusCode()).isEqualTo(401);
    assertThat(get(path, "a=b").statusCode()).isEqualTo(303);
    assertThat(get(path, "a=b").statusCode()).isEqualTo(401);
    assertThat(Files.readString(file)).doesNotContain(path).contains("/console/sign-in?token=");
  }

  @Test
  void whoSignedOutIsOut() throws Exception {
    var cookie = signIn();
    assertThat(get("/console", cookie).statusCode()).isEqualTo(200);
    assertThat(out(cookie, "").statusCode()).isEqualTo(403);
    assertThat(out(cookie, "form-token=" + "a".repeat(43)).statusCode()).isEqualTo(403);
    assertThat(get("/console", cookie).statusCode()).isEqualTo(200);
    var token = get("/console", cookie).body().replaceFirst("(?s).*form-token. value=.", "");
    assertThat(out(cookie, "form-token=" + token.substring(0, 43)).statusCode()).isEqualTo(303);
    assertThat(get("/console", cookie).statusCode()).isEqualTo(401);
  }

  private HttpResponse<String> out(String cookie, String form) throws Exception {
    var request =
        HttpRequest.newBuilder(root.resolve("/console/sign-out"))
            .header("Cookie", cookie)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form));
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void everyPageShowsTheMessageEscapedAndMayRunNothing() throws Exception {
    var cookie = signIn();
    var asked = URLEncoder.encode(SENDER, StandardCharsets.UTF_8);
    for (var path :
        List.of(
            "/console",
            "/console/forgeries",
            "/console/messages/" + ID,
            "/console/find?address=" + asked,
            "/console/find?domain=Evil.example&client=192.0.2.77&rule=dmarc-reject&since=1h",
            "/console/find?outcome=delivered&client=192.0.2.0/24&transaction=" + ID)) {
      var answer = get(path, cookie);
      assertThat(answer.statusCode()).as(path).isEqualTo(200);
      assertThat(answer.body())
          .as(path)
          .contains("&lt;script&gt;alert(1)")
          .doesNotContainIgnoringCase("<script")
          .doesNotContain("style=")
          .doesNotContain(" on");
      assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
          .startsWith("default-src 'none'; style-src 'self'");
      assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
      assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
    }
    assertThat(get("/console/style.css", cookie).body()).contains("prefers-color-scheme: dark");
  }

  @Test
  void whoDidWhatAndWhatNobodyCouldReadAreShownEscaped() throws Exception {
    var cookie = signIn();
    var audit = get("/console/audit?what=operator-acted&since=1h", cookie).body();
    assertThat(audit)
        .contains("<td>operator/1a2b3c4d for console/operator-5e6f7a8b</td>")
        .contains("action: release")
        .contains("note: note &lt;script&gt;")
        .doesNotContain("<script");
    assertThat(get("/console/audit?what=login-failed", cookie).body())
        .doesNotContain("<td>operator-acted</td>");
    assertThat(get("/console/dead-letters", cookie).body())
        .contains("record: mail.verify/3/7")
        .contains("reason: no envelope &lt;script&gt;")
        .contains("&lt;i&gt;")
        .doesNotContain("<script");
  }

  @Test
  void whatIsAskedStandsInTheFormEscapedAndATimeThatIsNoneIsSaid() throws Exception {
    var script = URLEncoder.encode("\"><script>", StandardCharsets.UTF_8);
    var answer = get("/console/find?rule=" + script + "&since=" + script, signIn());
    assertThat(answer.body())
        .contains("role=\"alert\"")
        .contains("a time is like 2h")
        .doesNotContain("\"><script>");
  }

  @Test
  void aMessageIsToldInPlainWordsWithEveryCheck() throws Exception {
    assertThat(get("/console/messages/" + ID, signIn()).body())
        .contains(
            "Refused because bank.example asks to reject mail that passes neither SPF nor DKIM")
        .contains("spf=fail identity=mailfrom domain=bank.example")
        .contains("dkim=none")
        .contains("dmarc=fail domain=Bank.example policy=reject")
        .contains("<strong>delivered</strong>");
    assertThat(get("/console/forgeries", signIn()).body())
        .contains("<td>bank.example</td>")
        .contains("<td>192.0.2.0/24</td>");
  }

  private HttpResponse<String> api(String path, String token) throws Exception {
    var request =
        HttpRequest.newBuilder(root.resolve("/api/console/v1" + path))
            .header("Authorization", "Bearer " + token);
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void theApiAnswersViewersAndOperatorsOnly() throws Exception {
    for (var role : List.of("viewer", "operator")) {
      assertThat(api("/messages?domain=bank.example", ConsoleFixture.token(role)).body())
          .contains("\"transactionId\":\"" + ID + "\"");
      assertThat(api("/messages/" + ID, ConsoleFixture.token(role)).body())
          .contains("\"timeLine\"")
          .contains("dkim=none");
    }
    assertThat(api("/messages", ConsoleFixture.token("signer")).statusCode()).isEqualTo(403);
    assertThat(api("/messages", "0123456789abcdef").statusCode()).isEqualTo(401);
    assertThat(get("/api/console/v1/messages", signIn()).statusCode()).isEqualTo(401);
    assertThat(api("/messages?since=never", ConsoleFixture.token("viewer")).statusCode())
        .isEqualTo(400);
    assertThat(api("/messages?outcome=x", ConsoleFixture.token("viewer")).statusCode())
        .isEqualTo(400);
    assertThat(api("/messages/nobody", ConsoleFixture.token("viewer")).statusCode()).isEqualTo(404);
    assertThat(api("/messages?address=nobody@x.example", ConsoleFixture.token("viewer")).body())
        .isEqualTo("{\"messages\":[]}");
  }

  @Test
  void theIndexIsSeenInHealthAndMetrics() throws Exception {
    assertThat(get("/q/health/well", "a=b").body()).contains("console's index");
    assertThat(get("/q/metrics", "a=b").body())
        .contains("postseal_console_index_up 1.0")
        .contains("postseal_console_indexed_total 5.0");
    assertThat(get("/q/health/live", "a=b").body()).doesNotContain("console's index");
  }
}
