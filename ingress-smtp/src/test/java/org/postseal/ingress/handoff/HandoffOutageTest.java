package org.postseal.ingress.handoff;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postseal.asking.NotSentException;
import org.postseal.asking.OwnThreadProducer;
import org.postseal.broker.BrokerSettings;
import org.postseal.broker.EmbeddedBroker;
import org.postseal.topics.MailTopic;

/** A producer whose real broker goes away. */
class HandoffOutageTest {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  @TempDir static Path directory;

  @Test
  void oneTopicsMetadataKeepNoOtherTopicWaiting() throws Exception {
    try (var broker = start("topics", 0);
        var admin = Admin.create(new HashMap<String, Object>(broker.clientSettings()))) {
      admin.deleteTopics(List.of(MailTopic.VERIFY.topic())).all().get();
      // the controller has deleted it; the broker hears of it a little later
      while (admin.listTopics().names().get().contains(MailTopic.VERIFY.topic())) {
        Thread.sleep(10);
      }
      try (var producer = producer(broker.clientSettings())) {
        var stuck =
            IntStream.range(0, 20)
                .mapToObj(_ -> producer.send(record("verify"), Duration.ofMinutes(5)))
                .toList();
        producer.send(record("sign"), Duration.ofMinutes(1)).get(30, TimeUnit.SECONDS);
        assertThat(stuck).noneMatch(CompletableFuture::isDone);
        stuck.forEach(one -> assertThat(one.cancel(false)).isTrue());
        long began = System.nanoTime();
        var late = IntStream.range(0, 20).mapToObj(_ -> producer.send(record("verify"))).toList();
        for (var one : late) {
          assertThatThrownBy(() -> one.get(30, TimeUnit.SECONDS))
              .isInstanceOf(ExecutionException.class)
              .hasCauseInstanceOf(NotSentException.TooLate.class);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - began))
            .as("all in the time of one")
            .isLessThan(PATIENCE.multipliedBy(4));
      }
    }
  }

  @Test
  void whatNobodyWaitsForAnyMoreIsNotWritten() throws Exception {
    int port;
    Map<String, String> client;
    try (var broker = start("outage", 0)) {
      port = broker.port();
      client = broker.clientSettings();
    }
    try (var producer = producer(client)) {
      var late = producer.send(record("verify"));
      var takenBack = producer.send(record("verify"), Duration.ofMinutes(1));
      assertThat(takenBack.cancel(false)).isTrue();
      assertThatThrownBy(() -> late.get(10, TimeUnit.SECONDS))
          .hasCauseInstanceOf(NotSentException.TooLate.class);
      try (var _ = start("outage", port)) {
        var written =
            producer.send(record("verify"), Duration.ofMinutes(1)).get(1, TimeUnit.MINUTES);
        assertThat(written.offset()).isZero();
        assertThat(count(client, MailTopic.VERIFY)).isEqualTo(1);
      }
    }
  }

  /** Orchestrators kill what does not end in its time, and with it what it had still to do. */
  @Test
  void itEndsInItsTimeThoughTheBrokerIsAway() throws Exception {
    Map<String, String> client;
    OwnThreadProducer producer;
    try (var broker = start("end", 0)) {
      client = broker.clientSettings();
      producer = producer(client);
      producer.send(record("verify")).get(30, TimeUnit.SECONDS);
    }
    var open = producer.send(record("verify"), Duration.ofMinutes(1));
    long began = System.nanoTime();
    producer.close();
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(15));
    assertThat(open).isCompletedExceptionally();
  }

  private static EmbeddedBroker start(String name, int port) {
    return EmbeddedBroker.start(
        new BrokerSettings(directory.resolve(name), port, BrokerSettings.Durability.PAGE_CACHE));
  }

  private static OwnThreadProducer producer(Map<String, String> client) {
    var settings = new HashMap<String, Object>(client);
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 200);
    return new OwnThreadProducer(new OwnThreadProducer.Way("tested", 64, PATIENCE), settings);
  }

  private static ProducerRecord<byte[], byte[]> record(String topic) {
    return new ProducerRecord<>("mail." + topic, 0, "id".getBytes(UTF_8), "x".getBytes(UTF_8));
  }

  private static long count(Map<String, String> client, MailTopic topic) {
    try (var consumer =
        new KafkaConsumer<>(
            new HashMap<String, Object>(client),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      var partition = new TopicPartition(topic.topic(), 0);
      return consumer.endOffsets(List.of(partition)).get(partition);
    }
  }
}
