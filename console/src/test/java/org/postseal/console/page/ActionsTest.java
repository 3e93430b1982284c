package org.postseal.console.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What operators see of other services and have done there, by a running console. */
@QuarkusTest
@QuarkusTestResource(ConsoleFixture.class)
class ActionsTest {
  private static final String SCRIPT = "<script>alert(1)</script>";
  private static final String ID = "01JDQ0000000000000000000AB";
  private static final String MESSAGE =
      """
      {"id":"%s","sender":"\\"<script>\\"@evil.example","recipients":["bob@y.example"],"size":1234,
       "receivedAt":"2026-11-29T10:00:00Z","since":"2026-11-29T10:00:01Z",
       "reason":"%s \\u202e\\u0007","attempts":2,"nextAttemptAt":"2026-11-29T11:00:00Z"}
      """
          .formatted(ID, SCRIPT);
  private static final String DONE =
      """
      {"action":"release","dryRun":false,"done":1,"failed":0,"messages":[{"id":"%s"}]}"""
          .formatted(ID);
  private static final List<String> PAGES =
      List.of(
          "/console/mail/queue",
          "/console/mail/held",
          "/console/mail/quarantine",
          "/console/mail/quarantine/" + ID,
          "/console/blocklist",
          "/console/domains",
          "/console/domains/one.example");

  @TestHTTPResource URI root;
  @Inject SignInLink link;
  private Browser operator;
  private Browser viewer;
  private OtherServices others;

  @BeforeEach
  void prepare() throws Exception {
    operator = Browser.signedIn(root, link, SignInLink.FILE);
    viewer = Browser.signedIn(root, link, SignInLink.VIEWER_FILE);
    others = ConsoleFixture.others();
    others.forget();
    for (var shelf : List.of("queue", "held", "quarantine")) {
      others.answers("GET /relay/v1/" + shelf, 200, "{\"total\":1,\"messages\":[" + MESSAGE + "]}");
      others.answers("POST /relay/v1/" + shelf + "/actions", 200, DONE);
    }
    others.answers(
        "GET /relay/v1/quarantine/" + ID,
        200,
        "{\"message\":" + MESSAGE + ",\"header\":\"From: " + SCRIPT + "\\r\\n\",\"history\":[]}");
    others.answers(
        "GET /relay/v1/quarantine/" + ID + "/content",
        200,
        "Subject: " + SCRIPT + "\r\n\r\n<img src=x>\u0001\r\n" + "x".repeat(70_000) + "END");
    others.answers(
        "GET /registry/v1/blocklist",
        200,
        """
        [{"domain":"evil.example","reason":"%s","author":"operator/1","since":"2026-11-29T10:00:00Z"},
         {"network":"192.0.2.0/24","reason":"r","author":"a","since":"2026-11-29T10:00:00Z",
          "expires":"2026-12-29T10:00:00Z"}]"""
            .formatted(SCRIPT));
    var domain =
        "{\"domain\":\"one.example\",\"local\":true,\"signed\":true,\"signingPolicy\":\"all\"}";
    others.answers("GET /registry/v1/domains", 200, "[" + domain + "]");
    others.answers("GET /registry/v1/domains/one.example", 200, domain);
    others.answers("GET /registry/v1/domains/one.example/dns", 200, "s1._domainkey TXT \"p=A\"");
    others.answers(
        "GET /registry/v1/keys",
        200,
        """
        [{"keyId":"k-1","domain":"one.example","selector":"s1","algorithm":"ed25519",
          "state":"active","announced":"2026-11-01T10:00:00Z","recordName":"n","recordText":"t"}]""");
  }

  @Test
  void pagesShowWhatOthersTellEscapedToOperatorsAndViewers() throws Exception {
    for (var page : PAGES) {
      for (var who : List.of(operator, viewer)) {
        var answer = who.get(page);
        assertThat(answer.statusCode()).as(page).isEqualTo(200);
        assertThat(answer.body())
            .as(page)
            .doesNotContain("<script")
            .doesNotContain("\u202e")
            .doesNotContain("\u0007")
            .doesNotContain("style=");
      }
      assertThat(operator.stranger().get(page).statusCode()).as(page).isEqualTo(401);
      assertThat(viewer.get(page).body()).as(page).doesNotContain(page + "/act");
    }
    assertThat(operator.get("/console/mail/queue?domain=y.example&reason=a+b").body())
        .contains("&lt;script&gt;alert(1)")
        .contains("2026-11-29 11:00:00 UTC")
        .contains("value=\"a b\"");
    assertThat(others.asked("GET").getLast().what())
        .isEqualTo("GET /relay/v1/queue?limit=200&domain=y.example&reason=a+b");
    assertThat(operator.get("/console/blocklist?part=192.").body())
        .contains("1 entry")
        .contains("2026-12-29 10:00:00 UTC");
    assertThat(operator.get("/console/domains/one.example").body())
        .contains("s1._domainkey TXT &quot;p=A&quot;")
        .contains("receives and signs")
        .contains("/keys/k-1/retire");
  }

  @Test
  void whoAsksIsToldWithTheTokenOfHisRole() throws Exception {
    viewer.get("/console/mail/queue");
    var seen = others.asked("GET").getLast();
    assertThat(seen.authorization()).isEqualTo("Bearer " + ConsoleFixture.token("viewer"));
    assertThat(seen.actingFor()).matches("console/viewer-[0-9a-f]{8}");
    operator.get("/console/mail/queue");
    var acting = others.asked("GET").getLast();
    assertThat(acting.authorization()).isEqualTo("Bearer " + ConsoleFixture.token("operator"));
    assertThat(acting.actingFor()).matches("console/operator-[0-9a-f]{8}");
  }

  @Test
  void anOperatorReleasesOneMessage() throws Exception {
    var answer =
        operator.post(
            "/console/mail/quarantine/" + ID + "/act",
            Map.of("action", "release", "note", " \"it\" is fine "));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("release: done for 1 message.");
    var asked = others.asked("POST").getLast();
    assertThat(asked.what()).isEqualTo("POST /relay/v1/quarantine/actions?id=" + ID);
    assertThat(asked.body())
        .contains("\"action\":\"release\"")
        .contains("\"note\":\"\\\"it\\\" is fine\"")
        .contains("\"dryRun\":false")
        .contains("\"everything\":false")
        .contains("\"asIs\":true");
    assertThat(asked.actingFor()).startsWith("console/operator-");
  }

  @Test
  void whatIsDoneWithManyIsAskedBackFirst() throws Exception {
    var form = Map.of("action", "drop", "domain", "y.example", "note", "<b>");
    others.answers(
        "POST /relay/v1/queue/actions",
        200,
        "{\"action\":\"drop\",\"dryRun\":true,\"done\":7,\"failed\":0,\"messages\":[]}");
    var asked = operator.post("/console/mail/queue/act", form);
    assertThat(asked.body())
        .contains("drop 7 messages of Queue?")
        .contains("value=\"&lt;b&gt;\"")
        .contains("name=\"domain\" value=\"y.example\"");
    assertThat(others.asked("POST").getLast().body()).contains("\"dryRun\":true");

    var sure = new java.util.HashMap<>(form);
    sure.put("sure", "yes");
    others.answers(
        "POST /relay/v1/queue/actions",
        200,
        """
        {"action":"drop","dryRun":false,"done":6,"failed":1,
         "messages":[{"id":"a"},{"id":"b","failure":"<i>gone"}]}""");
    assertThat(operator.post("/console/mail/queue/act", sure).body())
        .contains("drop: done for 6 messages, failed for 1: &lt;i&gt;gone.");
    var done = others.asked("POST").getLast();
    assertThat(done.what()).endsWith("/queue/actions?domain=y.example");
    assertThat(done.body()).contains("\"dryRun\":false").contains("\"everything\":false");
    operator.post("/console/mail/queue/act", Map.of("action", "retry", "domain", " "));
    assertThat(others.asked("POST").getLast().body()).contains("\"everything\":true");
  }

  @Test
  void contentIsShownAsBoundedTextAndGivenAsAFile() throws Exception {
    var shown = operator.post("/console/mail/quarantine/" + ID + "/look", Map.of());
    assertThat(shown.statusCode()).isEqualTo(200);
    assertThat(shown.body())
        .contains("Subject: &lt;script&gt;")
        .contains("&lt;img src=x&gt;\uFFFD")
        .contains("This is its beginning")
        .doesNotContain("<img")
        .doesNotContain("END");
    var file = operator.post("/console/mail/quarantine/" + ID + "/download", Map.of());
    assertThat(file.body()).startsWith("Subject: " + SCRIPT).endsWith("END");
    var fields = file.headers();
    assertThat(fields.firstValue("Content-Type")).contains("application/octet-stream");
    assertThat(fields.firstValue("X-Content-Type-Options")).contains("nosniff");
    assertThat(fields.firstValue("Content-Disposition"))
        .contains("attachment; filename=\"" + ID + ".eml\"");
  }

  @Test
  void theBlocklistIsAddedToAndTakenFrom() throws Exception {
    others.answers("PUT /registry/v1/blocklist/192.0.2.0/24", 200, "{}");
    others.answers("DELETE /registry/v1/blocklist/evil.example", 204, "");
    var added =
        operator.post(
            "/console/blocklist/add",
            Map.of("name", "192.0.2.0/24", "reason", SCRIPT, "expires", "2027-01-31"));
    assertThat(added.body()).contains("192.0.2.0/24 is blocked from now on.");
    var put = others.asked("PUT").getLast();
    assertThat(put.ifNoneMatch()).isEqualTo("*");
    assertThat(put.body())
        .isEqualTo("{\"reason\":\"" + SCRIPT + "\",\"expires\":\"2027-01-31T00:00:00Z\"}");
    assertThat(operator.post("/console/blocklist/remove", Map.of("name", "Evil.example")).body())
        .contains("evil.example is not blocked any more.");
    for (var name : List.of("../keys/k-1", "a/b", "", "x y", "%2e%2e")) {
      assertThat(operator.post("/console/blocklist/remove", Map.of("name", name)).statusCode())
          .as(name)
          .isEqualTo(400);
    }
    assertThat(others.asked("DELETE")).hasSize(1);
    assertThat(
            operator
                .post(
                    "/console/blocklist/add",
                    Map.of("name", "x.example", "reason", "r", "expires", "soon"))
                .body())
        .contains("When it ends is like");
  }

  @Test
  void keysAreMadeAndMovedOn() throws Exception {
    others.answers("POST /registry/v1/keys", 201, "{\"selector\":\"s2\"}");
    others.answers(
        "POST /registry/v1/keys/k-1/retire", 200, "{\"selector\":\"s1\",\"state\":\"retired\"}");
    assertThat(
            operator
                .post("/console/domains/one.example/keys", Map.of("algorithm", "ed25519"))
                .body())
        .contains("selector s2");
    assertThat(operator.post("/console/domains/one.example/keys/k-1/retire", Map.of()).body())
        .contains("Selector s1 is retired now.");
    assertThat(operator.post("/console/domains/one.example/keys/k.1/retire", Map.of()).statusCode())
        .isEqualTo(404);
    assertThat(operator.post("/console/domains/a%20b/keys", Map.of()).statusCode()).isEqualTo(400);
  }

  private static final List<String> FORMS =
      List.of(
          "/console/mail/queue/act",
          "/console/mail/queue/" + ID + "/act",
          "/console/mail/quarantine/" + ID + "/look",
          "/console/mail/quarantine/" + ID + "/download",
          "/console/blocklist/add",
          "/console/blocklist/remove",
          "/console/domains/one.example/keys",
          "/console/domains/one.example/keys/k-1/revoke");

  @Test
  void formsOfOtherSitesAndOfOtherSessionsAreRefused() throws Exception {
    others.forget();
    var fields = Map.of("action", "drop", "name", "x.example", "reason", "r", "sure", "yes");
    for (var form : FORMS) {
      for (var token : List.of("", "a".repeat(43), viewer.formToken())) {
        var forged = new java.util.HashMap<>(fields);
        forged.put("form-token", token);
        var answer = operator.postAsIs(form, forged);
        assertThat(answer.statusCode()).as(form).isEqualTo(403);
        assertThat(answer.body()).contains("not from a page of your session");
      }
      assertThat(operator.postAsIs(form, fields).statusCode()).as(form).isEqualTo(403);
      assertThat(operator.stranger().postAsIs(form, fields).statusCode()).as(form).isEqualTo(401);
    }
    assertThat(others.asked("POST")).isEmpty();
    assertThat(others.asked("PUT")).isEmpty();
    assertThat(others.asked("DELETE")).isEmpty();
  }

  @Test
  void viewersActNowhere() throws Exception {
    for (var form : FORMS) {
      var answer = viewer.post(form, Map.of("action", "drop", "sure", "yes"));
      assertThat(answer.statusCode()).as(form).isEqualTo(403);
      assertThat(answer.body()).contains("only operators may do this");
    }
    assertThat(others.asked("POST")).isEmpty();
  }

  @Test
  void whatOthersRefuseIsOneSentence() throws Exception {
    var form = Map.of("name", "x.example", "reason", "r");
    var what = "PUT /registry/v1/blocklist/x.example";
    record Refusal(int status, int shown, String sentence) {}
    for (var refusal :
        List.of(
            new Refusal(400, 400, "&lt;b&gt;x.example."),
            new Refusal(401, 502, "does not take the console&#39;s token"),
            new Refusal(403, 502, "does not take the console&#39;s token"),
            new Refusal(404, 404, "&lt;b&gt;x.example."),
            new Refusal(409, 409, "The registry refuses this now: &lt;b&gt;x.example."),
            new Refusal(412, 412, "This was changed or made in the meantime"),
            new Refusal(500, 502, "The registry answered with status 500"),
            new Refusal(503, 503, "The registry cannot answer now: &lt;b&gt;x.example."))) {
      others.answers(what, refusal.status(), "{\"detail\":\"<b>x.example\"}");
      var answer = operator.post("/console/blocklist/add", form);
      assertThat(answer.statusCode()).as(refusal.sentence()).isEqualTo(refusal.shown());
      assertThat(answer.body()).contains("<h1>").contains(refusal.sentence());
      others.answers(what, refusal.status(), "at java.base/java.lang.Thread.run");
      assertThat(operator.post("/console/blocklist/add", form).body())
          .contains("<h1>")
          .doesNotContain("java.base");
    }
  }

  @Test
  void aServiceThatIsDownIsSaid() throws Exception {
    for (var page : PAGES) {
      for (var what :
          List.of(
              "GET /relay/v1/queue",
              "GET /relay/v1/held",
              "GET /relay/v1/quarantine",
              "GET /relay/v1/quarantine/" + ID,
              "GET /registry/v1/blocklist",
              "GET /registry/v1/domains",
              "GET /registry/v1/domains/one.example")) {
        others.answers(what, 0, "");
      }
      var answer = operator.get(page);
      assertThat(answer.statusCode()).as(page).isEqualTo(503);
      assertThat(answer.body()).as(page).contains("cannot be reached now").contains("<nav");
    }
    assertThat(operator.get("/console/mail/nowhere").statusCode()).isEqualTo(404);
    assertThat(operator.get("/console/mail/queue/..%2f..").statusCode()).isEqualTo(404);
  }

  @Test
  void auditAndDeadLettersAreAskedOfTheIndex() throws Exception {
    for (var page : List.of("/console/audit", "/console/dead-letters")) {
      assertThat(viewer.get(page).statusCode()).isEqualTo(200);
      assertThat(viewer.get(page + "?since=%3Cscript").body())
          .contains("a time is like")
          .doesNotContain("<script");
    }
    assertThat(viewer.get("/console/audit?what=accepted").body())
        .contains("There is no such kind of event.");
  }
}
