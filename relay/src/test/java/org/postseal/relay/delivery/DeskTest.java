package org.postseal.relay.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postseal.topics.CloudEvent;
import org.postseal.topics.Envelope;
import org.postseal.topics.MailTopic;
import org.postseal.topics.OperatorOrder;
import org.postseal.topics.Origin;
import org.postseal.topics.RecordGroup;
import org.postseal.topics.RetryRecord;
import org.postseal.topics.ReversePathProof;
import org.postseal.topics.TransactionId;

/**
 * Operators and viewers over HTTP, with the whole relay, a real broker and a next hop behind it.
 */
@QuarkusTest
@WithTestResource(value = DeskBroker.class, scope = TestResourceScope.RESTRICTED_TO_CLASS)
class DeskTest {
  private static final String MESSAGE = "Subject: hello\r\n\r\nbody\r\n";
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final ObjectMapper JSON = new ObjectMapper();

  @Inject
  @Identifier("default-kafka-broker")
  Map<String, Object> kafka;

  @TestHTTPResource("/")
  URI root;

  @ConfigProperty(name = RelayBroker.SINK_PORT)
  int sinkPort;

  @ConfigProperty(name = RelayBroker.MAIL_DIRECTORY)
  Path mail;

  private final HttpClient http = HttpClient.newHttpClient();
  private Topics topics;
  private MailSink sink;
  private TopicSigner signer;

  @BeforeEach
  void start() throws IOException {
    topics = new Topics(kafka);
    sink = new MailSink(sinkPort);
    signer = new TopicSigner(kafka);
  }

  @AfterEach
  void stop() throws IOException {
    sink.close();
    topics.close();
    signer.close();
    http.close();
  }

  private HttpResponse<String> send(String token, String method, String path, String body)
      throws Exception {
    var request =
        HttpRequest.newBuilder(root.resolve("/relay/v1" + path))
            .header("Content-Type", "application/json")
            .method(
                method,
                body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private JsonNode get(String path) throws Exception {
    var response = send(DeskBroker.VIEWER, "GET", path, "");
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JSON.readTree(response.body());
  }

  private JsonNode act(String shelf, String query, String action) throws Exception {
    var response =
        send(
            DeskBroker.OPERATOR,
            "POST",
            "/" + shelf + "/actions?" + query,
            "{\"action\":\"" + action + "\",\"note\":\"a test\",\"asIs\":true}");
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    var answer = JSON.readTree(response.body());
    assertThat(answer.path("failed").asInt()).as(response.body()).isZero();
    return answer;
  }

  /** A message that its next hop does not want now: its second attempt is half an hour away. */
  private TransactionId waiting(String from, String recipient) throws Exception {
    sink.replying(recipient, "450 4.2.0 not now").replying(recipient, "450 4.2.0 nor now");
    var id = TransactionId.next(Instant.now());
    write(MailTopic.ACCEPTED, id, from, Optional.of(ReversePathProof.SPF), recipient);
    await(() -> attempts("/queue", id) == 2);
    return id;
  }

  private void write(
      MailTopic topic,
      TransactionId id,
      String from,
      Optional<ReversePathProof> proof,
      String recipient)
      throws Exception {
    var envelope =
        new Envelope(
                from,
                List.of(recipient),
                new Envelope.Client("192.0.2.1", "mx.example.org", Optional.empty(), "mx"),
                Optional.empty(),
                "7BIT",
                false,
                Instant.now())
            .withProof(proof);
    var group =
        RecordGroup.of(
            topic,
            id,
            Origin.MX,
            envelope,
            List.of(ByteBuffer.wrap(MESSAGE.getBytes(StandardCharsets.US_ASCII))));
    for (var record : group.records()) {
      topics.write(record);
    }
  }

  private int attempts(String shelf, TransactionId id) {
    try {
      var listing = get(shelf + "?id=" + id).path("messages");
      return listing.isEmpty() ? -1 : listing.get(0).path("attempts").asInt();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static void await(Supplier<Boolean> condition) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.get()) {
      assertThat(System.nanoTime() - end).as("in time").isNegative();
      Thread.sleep(50);
    }
  }

  private List<String> audited(TransactionId id, int count) {
    return topics.records(MailTopic.AUDIT, record -> Topics.isAbout(id, record), count).stream()
        .map(Topics::event)
        .peek(event -> assertThat(event.type()).isEqualTo(CloudEvent.Type.OPERATOR_ACTED.word()))
        .map(
            event ->
                event.data().path("action").asText() + " " + event.data().path("note").asText())
        .toList();
  }

  @Test
  void aWaitingMessageIsShownWithItsHistory() throws Exception {
    var id = waiting("shown@maildir.example", "slow1@hop.example");
    var detail = get("/queue/" + id);
    var message = detail.path("message");
    assertThat(message.path("sender").asText()).isEqualTo("shown@maildir.example");
    assertThat(message.path("recipients").get(0).asText()).isEqualTo("slow1@hop.example");
    assertThat(message.path("reason").asText()).isEqualTo("450 4.2.0 nor now");
    assertThat(Instant.parse(message.path("nextAttemptAt").asText()))
        .isAfter(Instant.now().plus(Duration.ofMinutes(20)));
    assertThat(detail.path("header").asText()).isEqualTo("Subject: hello\r\n");
    assertThat(detail.path("history")).hasSize(2);
    assertThat(detail.path("history").get(0).path("data").path("reply").asText())
        .isEqualTo("450 4.2.0 not now");
    assertThat(get("/queue?domain=hop.example&sender=shown@maildir.example").path("total").asInt())
        .isEqualTo(1);
    assertThat(get("/queue?id=" + id + "&older-than=PT1H").path("total").asInt()).isZero();
    assertThat(get("/queue?id=" + id + "&reason=4.2.0").path("total").asInt()).isEqualTo(1);
    assertThat(get("/queue?id=" + id + "&domain=other.example").path("total").asInt()).isZero();
  }

  @Test
  void contentIsForOperatorsAndEachLookIsAudited() throws Exception {
    var id = waiting("looked@maildir.example", "slow2@hop.example");
    var path = "/queue/" + id + "/content";
    assertThat(send("", "GET", path, "").statusCode()).isEqualTo(401);
    assertThat(send("wrong-token-of-sixteen", "GET", path, "").statusCode()).isEqualTo(401);
    var forbidden = send(DeskBroker.VIEWER, "GET", path, "");
    assertThat(forbidden.statusCode()).isEqualTo(403);
    assertThat(forbidden.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("application/problem+json");
    var seen = send(DeskBroker.OPERATOR, "GET", path, "");
    assertThat(seen.body()).isEqualTo(MESSAGE);
    assertThat(audited(id, 1)).containsExactly("look ");
  }

  @Test
  void retriedItGoesOnAtOnceUnderAnIdOfItsOwn() throws Exception {
    var id = waiting("retried@maildir.example", "slow3@hop.example");
    var answer = act("queue", "id=" + id, "retry");
    var becomes = new TransactionId(answer.path("messages").get(0).path("becomes").asText());
    assertThat(topics.events(becomes, 1).getFirst().type())
        .isEqualTo(CloudEvent.Type.DELIVERED.word());
    assertThat(sink.received("slow3@hop.example")).hasSize(1);
    assertThat(attempts("/queue", id)).isEqualTo(-1);
    assertThat(audited(id, 1)).containsExactly("retry a test");
  }

  @Test
  void heldItStaysUntilItIsReleased() throws Exception {
    var id = waiting("held@maildir.example", "slow4@hop.example");
    act("queue", "id=" + id, "hold");
    assertThat(attempts("/queue", id)).isEqualTo(-1);
    var held = get("/held?id=" + id).path("messages").get(0);
    assertThat(held.path("reason").asText()).contains("held by operator/", "a test", "450 4.2.0");
    act("held", "id=" + id, "release");
    await(() -> sink.received("slow4@hop.example").size() == 1);
    assertThat(get("/held?id=" + id).path("total").asInt()).isZero();
    assertThat(audited(id, 2)).containsExactly("hold a test", "release a test");
  }

  @Test
  void bouncedItsSenderHearsOfIt() throws Exception {
    var id = waiting("bounced@maildir.example", "slow5@hop.example");
    act("queue", "id=" + id, "bounce");
    var fresh = mail.resolve("bounced").resolve("new");
    await(() -> Files.isDirectory(fresh) && fresh.toFile().list().length == 1);
    try (var files = Files.list(fresh)) {
      assertThat(Files.readString(files.findFirst().orElseThrow()))
          .contains("Final-Recipient: rfc822;slow5@hop.example", "550 5.7.0 Returned");
    }
    assertThat(attempts("/queue", id)).isEqualTo(-1);
  }

  @Test
  void droppedNobodyHearsOfIt() throws Exception {
    var id = waiting("dropped@maildir.example", "slow6@hop.example");
    act("queue", "id=" + id, "drop");
    assertThat(attempts("/queue", id)).isEqualTo(-1);
    assertThat(topics.events(id, 3).getLast().data().path("reply").asText())
        .isEqualTo("550 5.7.0 Dropped by the postmaster");
    assertThat(signer.questions()).isEmpty();
  }

  @Test
  void aDryRunDoesNothing() throws Exception {
    var id = waiting("dry@maildir.example", "slow7@hop.example");
    var response =
        send(
            DeskBroker.OPERATOR,
            "POST",
            "/queue/actions?id=" + id,
            "{\"action\":\"drop\",\"dryRun\":true}");
    assertThat(JSON.readTree(response.body()).path("done").asInt()).isEqualTo(1);
    assertThat(attempts("/queue", id)).isEqualTo(2);
  }

  @Test
  void withoutACriterionOrWithAnActionOfAnotherShelfNothingIsDone() throws Exception {
    for (var body :
        List.of("{\"action\":\"drop\"}", "{\"action\":\"release\",\"everything\":true}")) {
      var response = send(DeskBroker.OPERATOR, "POST", "/queue/actions", body);
      assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
    }
    var viewer =
        send(
            DeskBroker.VIEWER,
            "POST",
            "/queue/actions?domain=hop.example",
            "{\"action\":\"drop\"}");
    assertThat(viewer.statusCode()).isEqualTo(403);
  }

  @Test
  void quarantinedItIsReleasedToItsRecipientOnce() throws Exception {
    var id = TransactionId.next(Instant.now());
    write(MailTopic.QUARANTINE, id, "x@y.example", Optional.empty(), "released@maildir.example");
    await(() -> attempts("/quarantine", id) == 0);
    act("quarantine", "id=" + id, "release");
    var fresh = mail.resolve("released").resolve("new");
    await(() -> Files.isDirectory(fresh) && fresh.toFile().list().length == 1);
    assertThat(act("quarantine", "id=" + id, "release").path("done").asInt()).isZero();
  }

  /** It is not judged again, and whoever releases it has to say that he knows. */
  @Test
  void withoutSayingAsItIsNothingIsReleasedFromQuarantine() throws Exception {
    var id = TransactionId.next(Instant.now());
    write(MailTopic.QUARANTINE, id, "x@y.example", Optional.empty(), "unsaid@maildir.example");
    await(() -> attempts("/quarantine", id) == 0);
    var response =
        send(
            DeskBroker.OPERATOR,
            "POST",
            "/quarantine/actions?id=" + id,
            "{\"action\":\"release\"}");
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("asIs");
    assertThat(attempts("/quarantine", id)).isZero();
  }

  /** One attempt can leave two records of the same step: for those tried, and those parked. */
  @Test
  void twoPartsOfOneMessageAreTwoMatters() throws Exception {
    var id = TransactionId.next(Instant.now());
    for (var recipient : List.of("part1@hop.example", "part2@discard.example")) {
      topics.write(waitingFor(id, recipient).toRecord(MailTopic.RETRY_1H));
    }
    await(() -> total("/queue?id=" + id) == 2);
    assertThat(
            act("queue", "id=" + id + "&recipient=part1@hop.example", "hold").path("done").asInt())
        .isEqualTo(1);
    assertThat(get("/queue?id=" + id).path("messages").get(0).path("recipients").toString())
        .isEqualTo("[\"part2@discard.example\"]");
    act("queue", "id=" + id, "drop");
    assertThat(total("/queue?id=" + id)).isZero();
    // what is held is held, whatever was done with the rest
    assertThat(get("/held?id=" + id).path("messages").get(0).path("recipients").toString())
        .isEqualTo("[\"part1@hop.example\"]");
  }

  private RetryRecord waitingFor(TransactionId id, String recipient) {
    var content = MESSAGE.getBytes(StandardCharsets.US_ASCII);
    var source = new RetryRecord.Coordinates(MailTopic.ACCEPTED.topic(), 0, List.of(0L));
    return new RetryRecord(
        id,
        Origin.MX,
        new Envelope(
            "two@y.example",
            List.of(recipient),
            new Envelope.Client("192.0.2.1", "mx.example.org", Optional.empty(), "mx"),
            Optional.empty(),
            "7BIT",
            false,
            Instant.now()),
        new RetryRecord.State(
            1,
            Instant.now(),
            Instant.now().plus(Duration.ofMinutes(30)),
            "450 4.2.0 later",
            content.length,
            sha256(content),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(new RetryRecord.Chain(1, 0, source)),
            Optional.of(List.of("mx.of.y.example", "192.0.2.77"))),
        Optional.of(content),
        Optional.empty());
  }

  private static String sha256(byte[] octets) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(octets));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aHostIsACriterionByNameAndAddress() throws Exception {
    var id = TransactionId.next(Instant.now());
    topics.write(waitingFor(id, "b@hop.example").toRecord(MailTopic.RETRY_4H));
    await(() -> total("/queue?id=" + id) == 1);
    assertThat(total("/queue?host=MX.of.y.example&id=" + id)).isEqualTo(1);
    assertThat(total("/queue?host=192.0.2.77&id=" + id)).isEqualTo(1);
    assertThat(total("/queue?host=192.0.2.7&id=" + id)).isZero();
  }

  /** The hop is at 127.0.0.1, whatever its domain is called. */
  @Test
  void aSuspendedHostGetsNothingUntilItIsResumed() throws Exception {
    assertThat(
            send(DeskBroker.OPERATOR, "PUT", "/suspensions/hosts/127.0.0.1", "{\"note\":\"full\"}")
                .statusCode())
        .isEqualTo(200);
    var id = TransactionId.next(Instant.now());
    try {
      assertThat(get("/suspensions").toString()).contains("host/127.0.0.1", "full");
      write(MailTopic.ACCEPTED, id, "a@maildir.example", Optional.empty(), "s@hop.example");
      assertThat(topics.events(id, 1).getFirst().data().path("reply").asText())
          .startsWith("451 4.4.5");
      assertThat(sink.received("s@hop.example")).isEmpty();
    } finally {
      assertThat(
              send(DeskBroker.OPERATOR, "DELETE", "/suspensions/hosts/127.0.0.1", "").statusCode())
          .isEqualTo(204);
    }
    await(() -> sink.received("s@hop.example").size() == 1);
    assertThat(send(DeskBroker.OPERATOR, "PUT", "/suspensions/hosts/no%20host", "").statusCode())
        .isEqualTo(400);
  }

  /** What was held and let go is deleted, so that the topic does not keep it for ever. */
  @Test
  void whatWasReleasedIsDeletedFromTheTopicOfWhatIsHeld() throws Exception {
    var id = waiting("gone@maildir.example", "slow8@hop.example");
    act("queue", "id=" + id, "hold");
    assertThat(get("/held?id=" + id).path("total").asInt()).isEqualTo(1);
    act("held", "id=" + id, "release");
    var records =
        topics.records(
            MailTopic.HELD,
            record -> new String(record.key(), StandardCharsets.UTF_8).startsWith(id.value() + "/"),
            2);
    assertThat(records).hasSize(2);
    assertThat(records.get(0).key()).isEqualTo(records.get(1).key());
    assertThat(records.get(1).value()).isNull();
  }

  @Test
  void whatIsHeldAndQuarantinedIsCounted() throws Exception {
    long held = total("/held?limit=0");
    long quarantined = total("/quarantine?limit=0");
    await(() -> counted("held") == held && counted("quarantine") == quarantined);
    var id = waiting("counted@maildir.example", "slow9@hop.example");
    act("queue", "id=" + id, "hold");
    write(
        MailTopic.QUARANTINE,
        TransactionId.next(Instant.now()),
        "count@y.example",
        Optional.empty(),
        "a@discard.example");
    await(() -> counted("held") == held + 1 && counted("quarantine") == quarantined + 1);
    act("held", "id=" + id, "drop");
    act("quarantine", "sender=count@y.example", "drop");
    await(() -> counted("held") == held && counted("quarantine") == quarantined);
  }

  private long counted(String shelf) {
    try {
      var request = HttpRequest.newBuilder(root.resolve("/q/metrics")).build();
      var name = "postseal_relay_" + shelf + "_messages ";
      return http.send(request, HttpResponse.BodyHandlers.ofString())
          .body()
          .lines()
          .filter(line -> line.startsWith(name))
          .mapToLong(line -> (long) Double.parseDouble(line.substring(name.length())))
          .findFirst()
          .orElse(-1);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whatNothingProvesIsNotBounced() throws Exception {
    var id = TransactionId.next(Instant.now());
    write(MailTopic.QUARANTINE, id, "x@y.example", Optional.empty(), "a@maildir.example");
    await(() -> attempts("/quarantine", id) == 0);
    var response =
        send(
            DeskBroker.OPERATOR, "POST", "/quarantine/actions?id=" + id, "{\"action\":\"bounce\"}");
    assertThat(JSON.readTree(response.body()).path("failed").asInt()).isEqualTo(1);
    assertThat(attempts("/quarantine", id)).isZero();
  }

  @Test
  void aSuspendedDomainGetsNothingUntilItIsResumed() throws Exception {
    var dry = "/suspensions/stopped.example?dry-run=true";
    assertThat(send(DeskBroker.OPERATOR, "PUT", dry, "{\"note\":\"full\"}").body())
        .contains("destination/stopped.example", "full");
    assertThat(get("/suspensions").toString()).doesNotContain("stopped.example");
    assertThat(
            send(DeskBroker.OPERATOR, "PUT", "/suspensions/a.example?dry-run=maybe", "")
                .statusCode())
        .isEqualTo(400);
    assertThat(
            send(DeskBroker.OPERATOR, "PUT", "/suspensions/Stopped.example", "{\"note\":\"full\"}")
                .statusCode())
        .isEqualTo(200);
    assertThat(get("/suspensions").toString()).contains("destination/stopped.example", "full");
    var id = TransactionId.next(Instant.now());
    write(MailTopic.ACCEPTED, id, "a@maildir.example", Optional.empty(), "b@stopped.example");
    var parked = topics.events(id, 1).getFirst();
    assertThat(parked.type()).isEqualTo(CloudEvent.Type.DELIVERY_DEFERRED.word());
    assertThat(send(DeskBroker.OPERATOR, "DELETE", "/suspensions/stopped.example", "").statusCode())
        .isEqualTo(204);
    await(
        () ->
            topics.events(id, 2).stream()
                .anyMatch(event -> event.type().equals(CloudEvent.Type.DELIVERED.word())));
    var subject = OperatorOrder.Subject.destination("stopped.example");
    assertThat(
            topics.records(
                MailTopic.AUDIT,
                record -> new String(record.key(), StandardCharsets.UTF_8).equals(subject),
                2))
        .hasSize(2);
  }

  @Test
  void manyAreDoneAtOnce() throws Exception {
    int count = 200;
    for (int i = 0; i < count; i++) {
      write(
          MailTopic.QUARANTINE,
          TransactionId.next(Instant.now()),
          "many@y.example",
          Optional.empty(),
          "nobody" + i + "@discard.example");
    }
    await(() -> total("/quarantine?sender=many@y.example") == count);
    assertThat(act("quarantine", "sender=many@y.example", "drop").path("done").asInt())
        .isEqualTo(count);
    assertThat(total("/quarantine?sender=many@y.example")).isZero();
  }

  /** Each is read from where it lies and goes on as a message of its own. */
  @Test
  void manyAreReleasedAtOnce() throws Exception {
    int count = 300;
    for (int i = 0; i < count; i++) {
      write(
          MailTopic.QUARANTINE,
          TransactionId.next(Instant.now()),
          "flood@y.example",
          Optional.empty(),
          "nobody" + i + "@discard.example");
    }
    await(() -> total("/quarantine?sender=flood@y.example") == count);
    assertThat(act("quarantine", "sender=flood@y.example", "release").path("done").asInt())
        .isEqualTo(count);
    assertThat(total("/quarantine?sender=flood@y.example")).isZero();
  }

  private int total(String path) {
    try {
      return get(path).path("total").asInt();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
