package org.postseal.endtoend.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postseal.endtoend.gateway.Gateway;
import org.postseal.endtoend.gateway.GatewayPlan;
import org.postseal.endtoend.gateway.Waiting;
import org.postseal.endtoend.smtp.SmtpSession;

/** The console of a standalone gateway, first with an index that is damaged. */
class ConsoleTest {
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final String HERE = "one.example";
  private static final byte[] TWO_AUTHORS =
      "From: a@x.example\r\nFrom: b@x.example\r\nSubject: x\r\n\r\nx\r\n"
          .getBytes(StandardCharsets.US_ASCII);

  private static final Pattern FORM_TOKEN =
      Pattern.compile("name=\"form-token\" value=\"([^\"]+)\"");

  private final HttpClient http =
      HttpClient.newBuilder()
          .cookieHandler(new CookieManager())
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build();

  @TempDir private Path directory;

  private HttpResponse<String> get(String url) {
    try {
      return http.send(
          HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Test
  void mailGoesOnWithADamagedIndexAndTheConsoleShowsItOnceThatIsGone() throws Exception {
    var index = directory.resolve("index.mv.db");
    Files.write(index, new byte[64 * 1024]);
    var plan =
        GatewayPlan.of(directory.resolve("gateway"), "mx." + HERE)
            .with("postseal.console.directory", directory.toString());
    try (var gateway = Gateway.start(plan).awaitReady(LIMIT)) {
      var root = "http://127.0.0.1:" + gateway.ports().http();
      gateway.registry().putDomain(HERE, "{\"local\": true}");
      try (var session = SmtpSession.connect(gateway.ports().mx())) {
        var _ = session.command("EHLO h.example");
        var reply = session.transaction("a@x.example", "bob@" + HERE, TWO_AUTHORS);
        assertThat(reply.code()).isEqualTo(550);
      }
      assertThat(get(root + "/q/health/ready").statusCode()).isEqualTo(200);
      assertThat(get(root + "/q/health/live").statusCode()).isEqualTo(200);
      assertThat(get(root + "/q/health/well").statusCode()).isEqualTo(503);
      assertThat(get(root + "/console").statusCode()).isEqualTo(401);
      assertThat(get(link()).statusCode()).isEqualTo(503);

      Files.delete(index);
      var shown =
          Waiting.until(
              "the refusal in the index",
              LIMIT,
              () ->
                  Optional.of(get(root + "/console/find?outcome=rejected").body())
                      .filter(body -> body.contains("a@x.example")));
      assertThat(shown).contains("<td>from-repeated</td>");
      assertThat(get(root + "/q/health/well").statusCode()).isEqualTo(200);
      blocksBySendingAForm(root);
      assertThat(get(root + "/console/mail/queue").body()).contains("<h2>0 messages");
      assertThat(get(root + "/console/domains").body()).contains(">" + HERE + "</a>");
      assertThat(Files.readString(gateway.log()))
          .contains("sign-in-link")
          .doesNotContain("sign-in?token=");
    }
  }

  /** The registry knows who it was; a form of nobody's session does nothing. */
  private void blocksBySendingAForm(String root) throws Exception {
    var token = FORM_TOKEN.matcher(get(root + "/console/blocklist").body());
    assertThat(token.find()).isTrue();
    var add = root + "/console/blocklist/add";
    assertThat(post(add, "name=evil.example&reason=forgeries").statusCode()).isEqualTo(403);
    var body = "name=evil.example&reason=forgeries&expires=30d&form-token=" + token.group(1);
    var added = post(add, body);
    assertThat(added.statusCode()).as(added.body()).isEqualTo(200);
    assertThat(added.body()).contains("evil.example is blocked from now on.");
    assertThat(post(add, body).statusCode()).isEqualTo(412);
    var audit =
        Waiting.until(
            "the change in the audit",
            LIMIT,
            () ->
                Optional.of(get(root + "/console/audit?what=blocklist-changed").body())
                    .filter(page -> page.contains("blocklist/evil.example")));
    assertThat(audit).containsPattern("operator/[0-9a-f]{8} for console/operator-[0-9a-f]{8}");
  }

  private HttpResponse<String> post(String url, String form) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create(url))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private String link() throws IOException {
    return Files.readString(directory.resolve("sign-in-link")).strip();
  }
}
