package org.postseal.registry;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.postseal.broker.EmbeddedBroker;
import org.postseal.topics.MailTopic;

/** What auditors read. */
final class Audit {

  private Audit() {}

  /** The text of every event of a type. */
  static List<String> of(EmbeddedBroker broker, String type) {
    var settings = new HashMap<String, Object>(broker.clientSettings());
    settings.put("isolation.level", "read_committed");
    var audit = List.of(new TopicPartition(MailTopic.REGISTRY_AUDIT.topic(), 0));
    var events = new ArrayList<String>();
    try (var consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(audit);
      consumer.seekToBeginning(audit);
      long end = consumer.endOffsets(audit).values().iterator().next();
      while (consumer.position(audit.getFirst()) < end) {
        for (var record : consumer.poll(Duration.ofMillis(200))) {
          events.add(new String(record.value(), StandardCharsets.UTF_8));
        }
      }
    }
    return events.stream().filter(text -> text.contains("\"" + type + "\"")).toList();
  }
}
