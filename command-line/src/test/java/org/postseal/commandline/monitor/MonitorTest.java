package org.postseal.commandline.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postseal.broker.BrokerSettings;
import org.postseal.broker.BrokerSettings.Durability;
import org.postseal.broker.EmbeddedBroker;
import org.postseal.commandline.PostsealCommand;
import org.postseal.topics.CloudEvent;
import org.postseal.topics.MailTopic;

/** The commands against a real broker, which holds the story of two messages and some poison. */
class MonitorTest {
  @TempDir static Path directory;
  private static EmbeddedBroker broker;
  private static Path client;

  private record Run(int status, String out, String err) {}

  @BeforeAll
  static void tellTheStory() throws Exception {
    broker = EmbeddedBroker.start(new BrokerSettings(directory, 0, Durability.PAGE_CACHE));
    client = directory.resolve("client.properties");
    var properties = new Properties();
    properties.putAll(broker.clientSettings());
    try (var writer = Files.newBufferedWriter(client)) {
      properties.store(writer, null);
    }
    try (var producer =
        new KafkaProducer<>(
            new HashMap<String, Object>(broker.clientSettings()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (var record :
          List.of(
              event(MailTopic.EVENTS, CloudEvent.Type.ACCEPTED, "TX1", 1, accepted()),
              event(MailTopic.EVENTS, CloudEvent.Type.REJECTED, "TX2", 2, rejected()),
              new ProducerRecord<>(MailTopic.EVENTS.topic(), 0, new byte[1], new byte[] {'{'}),
              event(MailTopic.DELIVERIES, CloudEvent.Type.DELIVERED, "TX1", 3, delivered()),
              event(MailTopic.AUDIT, CloudEvent.Type.OPERATOR_ACTED, "TX1", 5, held()),
              event(MailTopic.EVENTS, CloudEvent.Type.DOMAIN_CHANGED, "a.example", 4, Map.of()))) {
        var _ = producer.send(record).get();
      }
    }
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @Test
  void tellsWhatHappenedAndNamesPoison() {
    var run = tail();
    assertThat(run.status()).isZero();
    assertThat(run.out())
        .containsPattern(
            "accepted +TX1  sign  <alice@a.example>  -> <bob@b.example>  by 192.0.2.1"
                + "  \\| 250 2.0.0 accepted as TX1\n")
        .contains(
            "rejected           TX2  own-domain  <mallory@evil.example>  -> <bob@b.example>"
                + "  from a.example  by 192.0.2.9  spf=none dkim=fail dkim=none dmarc=fail"
                + "  | 550 5.7.20 no valid signature\n")
        .containsPattern(
            "delivered +TX1  -> <bob@b.example>  to maildir:/mail/bob  \\| 250 2.0.0 stored\n")
        .contains("not an event: mail.events-0@0\n")
        .doesNotContain("domain-changed");
  }

  @Test
  void showsOnlyWhatFits() {
    assertThat(tail("--domain", "evil.example").out()).contains("TX2").doesNotContain("TX1");
    assertThat(tail("--domain", "EXAMPLE").out()).contains("TX1").contains("TX2");
    assertThat(tail("--domain", "vil.example").out()).doesNotContain("TX2");
    assertThat(tail("--rule", "own-domain").out()).contains("TX2").doesNotContain("TX1");
    assertThat(tail("--outcome", "delivered,accepted").out())
        .contains("accepted as TX1")
        .contains("stored")
        .doesNotContain("TX2");
    assertThat(tail("--transaction", "TX1").out()).contains("stored").doesNotContain("TX2");
    assertThat(tail("--outcome", "delivery-deferred,DELIVERED").out()).contains("stored");
    assertThat(tail("--outcome", "eaten"))
        .satisfies(run -> assertThat(run.status()).isEqualTo(2))
        .satisfies(
            run ->
                assertThat(run.err())
                    .contains("'eaten' is none of received, accepted,", "delivery-deferred")
                    .hasLineCount(1));
    assertThat(tail("--rule", "own-domian"))
        .satisfies(run -> assertThat(run.status()).isEqualTo(2))
        .satisfies(
            run ->
                assertThat(run.err())
                    .contains("no rule is called 'own-domian'; did you mean own-domain?")
                    .hasLineCount(1));
  }

  @Test
  void aLineBeginsWithItsDay() {
    assertThat(tail("--transaction", "TX1").out())
        .containsPattern("(?m)^\\d{4}-\\d{2}-\\d{2} \\d{2}:\\d{2}:\\d{2}\\.\\d{3}  accepted ");
  }

  @Test
  void beginsWhenItIsTold() {
    for (var since : List.of("1h", "today", "2020-01-01", "2020-01-01T00:00:00Z")) {
      assertThat(run("tail", "--no-follow", "--since", since).out()).as(since).contains("TX1");
    }
    assertThat(run("tail", "--no-follow", "--since", "tomorrow"))
        .satisfies(run -> assertThat(run.status()).isEqualTo(2))
        .satisfies(run -> assertThat(run.err()).contains("'tomorrow' is none of").hasLineCount(1));
  }

  @Test
  void findsTheWholeStoryOfAMessage() {
    for (var what : List.of("TX1", "alice@a.example", "<ALICE@a.example>", "<1@a.example>")) {
      var found = run("find", what);
      assertThat(found.status()).as(found.err()).isZero();
      assertThat(found.out())
          .containsSubsequence("accepted as TX1", "stored")
          .doesNotContain("TX2");
    }
    for (var id : List.of("1@a.example", "<1@a.example>", " <1@a.example> ")) {
      assertThat(run("find", "--message-id", id).out())
          .containsSubsequence("accepted as TX1", "stored")
          .doesNotContain("TX2");
    }
    assertThat(run("find", "--message-id", "1@A.example").status()).isEqualTo(1);
    assertThat(run("find").err()).contains("say what to find");
    assertThat(run("find", "bob@b.example").out()).contains("TX1").contains("TX2");
    assertThat(run("find", "evil.example").out()).contains("TX2").doesNotContain("TX1");
    assertThat(run("find", "--json", "TX1").out())
        .startsWith("{\"transaction\":\"TX1\",\"facts\":[{")
        .hasLineCount(1);
    var nothing = run("find", "carol@c.example");
    assertThat(nothing.status()).isEqualTo(1);
    assertThat(nothing.err()).endsWith(" about carol@c.example\n").hasLineCount(1);
  }

  @Test
  void printsTheEventItself() {
    assertThat(tail("--json", "--transaction", "TX1", "--outcome", "delivered").out())
        .contains("\"type\":\"org.postseal.delivery.delivered\"")
        .contains("\"subject\":\"TX1\"");
  }

  @Test
  void saysWhoDidWhatWithMail() {
    assertThat(run("audit").out())
        .isEqualTo(
            "1970-01-01T00:00:05Z  hold     TX1  by operator/0badcafe  <bob@b.example>  | house\n");
    assertThat(run("audit", "--transaction", "TX2").out()).isEmpty();
    assertThat(run("audit", "--json").out()).contains("\"action\":\"hold\"");
  }

  private static Map<String, Object> held() {
    return Map.of(
        "action", "hold",
        "recipients", List.of("bob@b.example"),
        "by", "operator/0badcafe",
        "note", "house");
  }

  @Test
  void drawsOnePicture() {
    var run = run("top", "--frames", "1", "--interval", "PT1S");
    assertThat(run.status()).isZero();
    assertThat(run.out())
        .contains("heard of: 0 ingress-smtp, 0 relay")
        .contains("consumer group")
        .doesNotContain("\u001b");
    assertThat(run.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(81));
    assertThat(run("top", "--interval", "PT0.1S").status()).isEqualTo(2);
  }

  @Test
  void aClusterThatIsNotNamedIsSaidInOneLine() {
    var run = execute("tail", "--command-config", directory.resolve("absent").toString());
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).startsWith("postseal: cannot read ").hasLineCount(1);
  }

  private static Map<String, Object> accepted() {
    return Map.of(
        "envelope",
        envelope("alice@a.example", "192.0.2.1"),
        "reply",
        "250 2.0.0 accepted as TX1",
        "rule",
        "sign",
        "messageId",
        "1@a.example");
  }

  private static Map<String, Object> rejected() {
    return Map.of(
        "envelope",
        envelope("mallory@evil.example", "192.0.2.9"),
        "reply",
        "550 5.7.20 no valid signature",
        "rule",
        "own-domain",
        "evaluation",
        Map.of(
            "spf", Map.of("result", "none"),
            "dkim", List.of(Map.of("result", "fail"), Map.of("result", "none")),
            "dmarc", Map.of("result", "fail", "domain", "a.example")));
  }

  private static Map<String, Object> delivered() {
    return Map.of(
        "recipient", "bob@b.example", "nextHop", "maildir:/mail/bob", "reply", "250 2.0.0 stored");
  }

  private static Map<String, Object> envelope(String reversePath, String address) {
    return Map.of(
        "reversePath", reversePath,
        "forwardPaths", List.of("bob@b.example"),
        "client", Map.of("address", address));
  }

  private static ProducerRecord<byte[], byte[]> event(
      MailTopic topic, CloudEvent.Type type, String subject, int second, Object data) {
    return CloudEvent.of(type, "/test/1", subject, Instant.EPOCH.plusSeconds(second), data)
        .toRecord(topic);
  }

  private static Run tail(String... filter) {
    var arguments = new ArrayList<>(List.of("tail", "--since", "PT1H", "--no-follow"));
    arguments.addAll(List.of(filter));
    return run(arguments.toArray(String[]::new));
  }

  private static Run run(String... arguments) {
    var all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--command-config", client.toString()));
    return execute(all.toArray(String[]::new));
  }

  private static Run execute(String... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    int status =
        PostsealCommand.commandLine()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(arguments);
    return new Run(status, out.toString(), err.toString());
  }
}
