package org.postseal.commandline.queue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postseal.commandline.PostsealCommand;

/** The commands as they are typed, against a relay that answers what it was told. */
class QueueCommandsTest {
  private static final String ID = "01KAP6V6T8AAAAAAAAAAAAAAAA";
  private static final String MESSAGE =
      """
      {"id":"%s","sender":"a@x.example","recipients":["b@y.example"],"size":12,
       "receivedAt":"2026-11-23T12:00:00Z","since":"2026-11-23T12:01:00.5Z","attempts":3,
       "reason":"450 4.2.0 full","nextAttemptAt":"2026-11-23T13:00:00Z"}"""
          .formatted(ID);

  @TempDir Path folder;
  private final HttpServer relay;
  private final Map<String, String> canned = new HashMap<>();
  private final List<String> requests = new ArrayList<>();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  QueueCommandsTest() throws IOException {
    relay = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  @BeforeEach
  void theRelayKnowsAMessage() throws IOException {
    Files.writeString(folder.resolve("tokens"), "secret:operator\n");
    canned.put("GET /queue?limit=100", "{\"total\":7,\"messages\":[" + MESSAGE + "]}");
    canned.put(
        "GET /queue/" + ID,
        "{\"message\":"
            + MESSAGE
            + ",\"header\":\"Subject: hi\\r\\n\",\"history\":[{\"type\":\"org.postseal.delivery.deferred\","
            + "\"time\":\"2026-11-23T12:00:01.1Z\",\"data\":{\"recipient\":\"b@y.example\","
            + "\"nextHop\":\"mx:y.example\",\"reply\":\"450 4.2.0 full\"}}]}");
    canned.put("GET /quarantine/" + ID + "/content", "Subject: hi\r\n\r\nbody\r\n");
    relay.createContext("/relay/v1", this::answer);
    relay.start();
  }

  @AfterEach
  void stop() {
    relay.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    var target = exchange.getRequestURI().toString().substring("/relay/v1".length());
    var line = exchange.getRequestMethod() + " " + target;
    var body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    requests.add(URLDecoder.decode(line, UTF_8) + (body.isEmpty() ? "" : " " + body));
    boolean known = "Bearer secret".equals(exchange.getRequestHeaders().getFirst("Authorization"));
    var octets =
        (known
                ? canned.getOrDefault(line, "{\"detail\":\"no such message\"}")
                : "{\"detail\":\"unknown\"}")
            .getBytes(UTF_8);
    exchange.sendResponseHeaders(known ? canned.containsKey(line) ? 200 : 404 : 401, octets.length);
    exchange.getResponseBody().write(octets);
    exchange.close();
  }

  private int run(String... arguments) {
    var all = new ArrayList<>(List.of(arguments));
    all.addAll(
        List.of(
            "--url",
            "http://127.0.0.1:" + relay.getAddress().getPort(),
            "--token-file",
            folder.resolve("tokens").toString()));
    return PostsealCommand.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(all.toArray(String[]::new));
  }

  @Test
  void listsWhatWaits() {
    assertThat(run("queue", "list")).isZero();
    assertThat(out.toString().lines())
        .satisfiesExactly(
            heading -> assertThat(heading).startsWith("ID "),
            row ->
                assertThat(row)
                    .startsWith(ID)
                    .contains("2026-11-23T12:01:00Z", "<a@x.example>", "b@y.example", "450 4.2.0"),
            count -> assertThat(count).isEqualTo("1 of 7"));
  }

  @Test
  void criteriaBecomeTheQuery() {
    run(
        "queue",
        "list",
        "--domain",
        "y.example",
        "--sender",
        "<>",
        "--older-than",
        "PT4H",
        "--reason",
        "4.2.0 full",
        "--limit",
        "5");
    assertThat(requests)
        .containsExactly(
            "GET /queue?limit=5&domain=y.example&sender=<>&reason=4.2.0 full&older-than=PT4H");
  }

  @Test
  void showsAMessageWithItsHistory() {
    assertThat(run("queue", "show", ID)).isZero();
    assertThat(out.toString())
        .contains("sender         a@x.example", "Subject: hi")
        .contains("2026-11-23T12:00:01Z deferred b@y.example mx:y.example: 450 4.2.0 full");
  }

  @Test
  void aDestinationIsADomainOrAHost() {
    for (var path : List.of("/suspensions/y.example", "/suspensions/hosts/mx1.y.example")) {
      canned.put("PUT " + path, "{}");
      canned.put("DELETE " + path, "");
    }
    assertThat(run("queue", "suspend", "y.example", "--note", "full")).isZero();
    assertThat(run("queue", "suspend", "--host", "mx1.y.example")).isZero();
    assertThat(run("queue", "resume", "--host", "mx1.y.example")).isZero();
    assertThat(run("queue", "resume", "y.example")).isZero();
    assertThat(requests)
        .containsExactly(
            "PUT /suspensions/y.example {\"note\":\"full\"}",
            "PUT /suspensions/hosts/mx1.y.example {\"note\":\"\"}",
            "DELETE /suspensions/hosts/mx1.y.example",
            "DELETE /suspensions/y.example");
    assertThat(out.toString())
        .contains("suspended: y.example", "suspended: host mx1.y.example", "resumed: y.example");
  }

  @Test
  void aDestinationIsOneOfBothAndNotNothing() {
    assertThat(run("queue", "suspend")).isEqualTo(2);
    assertThat(run("queue", "suspend", "y.example", "--host", "mx1.y.example")).isEqualTo(2);
    assertThat(requests).isEmpty();
  }

  @Test
  void aReleaseFromQuarantineSaysAsIs() {
    canned.put(
        "POST /quarantine/actions?id=" + ID,
        "{\"done\":1,\"failed\":0,\"messages\":[{\"id\":\"" + ID + "\",\"becomes\":\"NEW\"}]}");
    assertThat(run("quarantine", "release", ID)).isEqualTo(2);
    assertThat(err.toString()).contains("--as-is");
    assertThat(run("quarantine", "release", "--as-is", ID)).isZero();
    assertThat(requests.getFirst()).contains("\"asIs\":true");
  }

  @Test
  void actsOnWhatIsNamedAndSaysWhatItGoesOnAs() {
    canned.put(
        "POST /queue/actions?id=" + ID,
        "{\"done\":1,\"failed\":0,\"messages\":[{\"id\":\"" + ID + "\",\"becomes\":\"NEW\"}]}");
    assertThat(run("queue", "retry", ID, "--note", "they are back")).isZero();
    assertThat(requests.getFirst())
        .contains("\"action\":\"retry\"", "\"note\":\"they are back\"", "\"dryRun\":false");
    assertThat(out.toString()).contains(ID + " goes on as NEW", "retry: 1, not: 0");
  }

  @Test
  void whatCouldNotBeDoneIsStatus1() {
    canned.put(
        "POST /quarantine/actions?id=" + ID,
        "{\"done\":0,\"failed\":1,\"messages\":[{\"id\":\"" + ID + "\",\"failure\":\"gone\"}]}");
    assertThat(run("quarantine", "delete", ID, "--dry-run", "--json")).isEqualTo(1);
    assertThat(requests.getFirst()).contains("\"action\":\"drop\"", "\"dryRun\":true");
    assertThat(out.toString()).contains("\"failure\" : \"gone\"");
  }

  @Test
  void aRefusalIsSaidInTheRelaysWords() {
    assertThat(run("quarantine", "show", ID)).isEqualTo(1);
    assertThat(err.toString()).contains("no such message");
  }

  @Test
  void aDownloadIsTheOctets() throws IOException {
    var file = folder.resolve("message.eml");
    assertThat(run("quarantine", "download", ID, "--output", file.toString())).isZero();
    assertThat(file).hasContent("Subject: hi\r\n\r\nbody\r\n");
  }

  @Test
  void suspendsAndResumes() {
    canned.put("PUT /suspensions/y.example", "{}");
    canned.put("DELETE /suspensions/y.example", "");
    assertThat(run("queue", "suspend", "y.example", "--note", "full")).isZero();
    assertThat(run("queue", "resume", "y.example")).isZero();
    assertThat(requests)
        .containsExactly(
            "PUT /suspensions/y.example {\"note\":\"full\"}", "DELETE /suspensions/y.example");
  }

  @Test
  void whatWouldBeSuspendedIsAskedAndNotDone() {
    canned.put("PUT /suspensions/y.example?dry-run=true", "{}");
    canned.put("DELETE /suspensions/y.example?dry-run=true", "");
    assertThat(run("queue", "suspend", "y.example", "--dry-run")).isZero();
    assertThat(run("queue", "resume", "y.example", "--dry-run")).isZero();
    assertThat(requests)
        .containsExactly(
            "PUT /suspensions/y.example?dry-run=true {\"note\":\"\"}",
            "DELETE /suspensions/y.example?dry-run=true");
    assertThat(out.toString())
        .contains("would be suspended: y.example", "would be resumed: y.example");
  }
}
