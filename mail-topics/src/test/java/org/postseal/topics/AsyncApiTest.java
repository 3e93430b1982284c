package org.postseal.topics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** {@code docs/asyncapi.yaml} and the code say the same, in both directions. */
class AsyncApiTest {
  private final AsyncApi document = AsyncApi.read();

  @Test
  void everyTopicIsAChannelAndEveryChannelATopic() {
    var addresses =
        document.root().get("channels").valueStream().map(c -> c.get("address").asText()).toList();
    assertThat(addresses)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(MailTopic.values()).map(MailTopic::topic).toList());
    for (var topic : MailTopic.values()) {
      var kafka = channel(topic).at("/bindings/kafka");
      assertThat(kafka.get("topic").asText()).isEqualTo(topic.topic());
      assertThat(kafka.get("partitions").asInt())
          .as("partitions of %s", topic.topic())
          .isEqualTo(topic.partitions());
      assertThat(settings(kafka.get("topicConfiguration")))
          .as("settings of %s", topic.topic())
          .isEqualTo(topic.settings());
    }
  }

  @Test
  void everyChannelNamesItsWritersAndReaders() {
    for (var topic : MailTopic.values()) {
      var access = TopicAccess.to(topic);
      assertThat(AsyncApi.words(channel(topic).get("x-written-by")))
          .as("who writes %s", topic.topic())
          .containsExactlyInAnyOrderElementsOf(names(access.writers()));
      assertThat(AsyncApi.words(channel(topic).get("x-read-by")))
          .as("who reads %s", topic.topic())
          .containsExactlyInAnyOrderElementsOf(names(access.readers()));
    }
  }

  @Test
  void everyRecordHeaderIsDescribedAndNoOther() {
    var described =
        document
            .root()
            .at("/components/messages")
            .valueStream()
            .filter(message -> message.has("headers"))
            .flatMap(
                message ->
                    document.resolve(message.get("headers")).get("properties").propertyStream())
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet());
    assertThat(described)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(RecordHeader.values()).map(RecordHeader::headerName).toList());
  }

  @Test
  void everyEventTypeIsDescribedAndNoOther() {
    var described =
        document.root().at("/components/messages").findValues("enum").stream()
            .flatMap(types -> AsyncApi.words(types).stream())
            .toList();
    assertThat(described)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(CloudEvent.Type.values()).map(CloudEvent.Type::word).toList());
  }

  @Test
  void everyReferenceLeadsSomewhere() {
    for (var reference : document.root().findValues("$ref")) {
      assertThat(document.root().at(reference.asText().substring(1)).isMissingNode())
          .as(reference.asText())
          .isFalse();
    }
  }

  @Test
  void whatTheCodeWritesIsWhatTheDocumentDescribes() {
    var walk = new SchemaWalk(document);
    var written = new HashSet<String>();
    for (var sample : SampleRecords.all()) {
      var message = document.message(sample.message());
      assertThat(message.isMissingNode()).as(sample.message()).isFalse();
      assertThat(channel(sample.topic()).get("messages").has(sample.message()))
          .as("%s on %s", sample.message(), sample.topic().topic())
          .isTrue();
      check(walk, sample, message);
      written.add(sample.message());
    }
    assertThat(document.root().at("/components/messages").propertyStream().map(Map.Entry::getKey))
        .containsExactlyInAnyOrderElementsOf(written);
    walk.assertNothingWasDeclaredInVain();
  }

  private void check(SchemaWalk walk, SampleRecords.Sample sample, JsonNode message) {
    var record = sample.record();
    var where = sample.message();
    var key = message.at("/bindings/kafka/key");
    if (!key.isMissingNode()) {
      walk.check(
          new ObjectMapper().valueToTree(new String(record.key(), UTF_8)), key, where + " key");
    }
    if (message.has("headers")) {
      walk.check(headers(record), message.get("headers"), where);
    } else {
      assertThat(record.headers()).as("headers of %s", where).isEmpty();
    }
    if (!message.get("payload").path("$ref").asText().endsWith("/octets")) {
      walk.check(SchemaWalk.json(new String(record.value(), UTF_8)), message.get("payload"), where);
    }
  }

  private static JsonNode headers(ProducerRecord<byte[], byte[]> record) {
    var headers = new ObjectMapper().createObjectNode();
    record.headers().forEach(h -> headers.put(h.key(), new String(h.value(), UTF_8)));
    return headers;
  }

  private JsonNode channel(MailTopic topic) {
    return document
        .root()
        .get("channels")
        .valueStream()
        .filter(channel -> channel.get("address").asText().equals(topic.topic()))
        .findFirst()
        .orElseThrow();
  }

  /** A list is written as Kafka writes it, separated by commas. */
  private static Map<String, String> settings(JsonNode configuration) {
    var settings = new HashMap<String, String>();
    configuration
        .properties()
        .forEach(
            e ->
                settings.put(
                    e.getKey(),
                    e.getValue().isArray()
                        ? String.join(",", AsyncApi.words(e.getValue()))
                        : e.getValue().asText()));
    return settings;
  }

  private static Set<String> names(Set<TopicPrincipal> principals) {
    return principals.stream().map(TopicPrincipal::principalName).collect(Collectors.toSet());
  }
}
