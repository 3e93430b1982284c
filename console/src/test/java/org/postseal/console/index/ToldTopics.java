package org.postseal.console.index;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.postseal.broker.BrokerSettings;
import org.postseal.broker.BrokerSettings.Durability;
import org.postseal.broker.EmbeddedBroker;
import org.postseal.topics.CloudEvent;
import org.postseal.topics.DeadLetter;
import org.postseal.topics.MailTopic;

/** A broker whose topics tell of some messages, with a record that nobody can read among them. */
final class ToldTopics implements AutoCloseable {
  static final Instant NOW = Instant.parse("2026-11-29T10:00:00Z");
  static final Duration RETENTION = Duration.ofDays(30);

  private final EmbeddedBroker broker;
  private final Map<String, Object> kafka;
  private int told;

  ToldTopics(Path directory) throws Exception {
    broker = EmbeddedBroker.start(new BrokerSettings(directory, 0, Durability.PAGE_CACHE));
    kafka = new HashMap<>(broker.clientSettings());
    try (var producer =
        new KafkaProducer<>(kafka, new ByteArraySerializer(), new ByteArraySerializer())) {
      var poison = MailTopic.EVENTS.topic();
      tell(producer, MailTopic.EVENTS, Told.received("t1", NOW, "eve@evil.example", "h"));
      var _ =
          producer.send(new ProducerRecord<>(poison, "t1".getBytes(UTF_8), "{".getBytes(UTF_8)));
      tell(producer, MailTopic.EVENTS, Told.rejected("t1", NOW.plusSeconds(1), "a@b.example", "h"));
      tell(producer, MailTopic.EVENTS, Told.accepted("t2", NOW.plusSeconds(2), "al@x.example"));
      tell(producer, MailTopic.DELIVERIES, Told.delivered("t2", NOW.plusSeconds(3), "b@y.example"));
      tell(
          producer,
          MailTopic.EVENTS,
          Told.received(
              "t3", NOW.plusSeconds(4), "\u4e2d\u0000".repeat(200) + "@x", "\ud800\u0001"));
      tell(
          producer,
          MailTopic.EVENTS,
          Told.accepted("old", NOW.minus(RETENTION).minusSeconds(1), "al@x.example"));
      var _ =
          producer.send(
              DeadLetter.record(
                  new ConsumerRecord<>("mail.verify", 3, 7, "t9".getBytes(UTF_8), new byte[0]),
                  "verifier",
                  "no envelope",
                  NOW));
      told++;
      producer.flush();
    }
  }

  private void tell(KafkaProducer<byte[], byte[]> producer, MailTopic topic, CloudEvent event) {
    var _ = producer.send(event.toRecord(topic));
    if (event.time().isAfter(NOW.minus(RETENTION))) {
      told++;
    }
  }

  /** How many of its events are to be indexed. */
  int told() {
    return told;
  }

  /** Settings of clients. */
  Map<String, Object> kafka() {
    return kafka;
  }

  @Override
  public void close() {
    broker.close();
  }
}
