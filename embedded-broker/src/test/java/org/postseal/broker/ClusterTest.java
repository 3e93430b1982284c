package org.postseal.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postseal.broker.BrokerSettings.Durability;

class ClusterTest {
  private static final String TOPIC = "three";

  @TempDir Path directory;

  @Test
  @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void ofThreeNodesAnyOneMayGoAndNothingAcknowledgedGoesWithIt() throws Exception {
    var nodes = ClusterNode.newCluster(3, ClusterNode.Leaving.SILENT);
    var settings = new ArrayList<BrokerSettings>();
    for (var node : nodes) {
      settings.add(
          new BrokerSettings(ofNode(node), FreePorts.one(), Durability.PAGE_CACHE, Optional.empty())
              .in(node));
    }
    var brokers = new ArrayList<>(started(settings));
    try {
      var clients = clients(brokers);
      try (var admin = Admin.create(new HashMap<>(clients))) {
        var topic = new NewTopic(TOPIC, 1, (short) 3).configs(Map.of("min.insync.replicas", "2"));
        admin.createTopics(List.of(topic)).all().get();
        write(clients, "first");
        int leader =
            admin
                .describeTopics(List.of(TOPIC))
                .allTopicNames()
                .get()
                .get(TOPIC)
                .partitions()
                .getFirst()
                .leader()
                .id();

        brokers.remove(leader - 1).close();
        write(clients, "second");
        brokers.add(EmbeddedBroker.start(settings.get(leader - 1)));
        write(clients, "third");
      }
      assertThat(read(clients)).containsExactly("first", "second", "third");
    } finally {
      brokers.forEach(EmbeddedBroker::close);
    }
  }

  /** All have one secret. */
  private Path ofNode(ClusterNode node) throws Exception {
    var own = directory.resolve("node-" + node.nodeId());
    DataDirectory.make(own);
    var secret = own.resolve("broker-secret");
    if (node.nodeId() == 1) {
      BrokerSecret.in(secret);
    } else {
      Files.copy(directory.resolve("node-1/broker-secret"), secret);
    }
    return own;
  }

  /** At once: each waits until most of them run, and holds its thread, virtual or not. */
  private static List<EmbeddedBroker> started(List<BrokerSettings> settings) throws Exception {
    try (var starting = Executors.newCachedThreadPool()) {
      var brokers = new ArrayList<EmbeddedBroker>();
      for (Future<EmbeddedBroker> broker :
          settings.stream().map(one -> starting.submit(() -> EmbeddedBroker.start(one))).toList()) {
        brokers.add(broker.get());
      }
      return brokers;
    }
  }

  private static Map<String, Object> clients(List<EmbeddedBroker> brokers) {
    var all = new HashMap<String, Object>(brokers.getFirst().clientSettings());
    all.put(
        "bootstrap.servers",
        String.join(",", brokers.stream().map(one -> "127.0.0.1:" + one.port()).toList()));
    return all;
  }

  private static void write(Map<String, Object> clients, String value) throws Exception {
    try (var producer =
        new KafkaProducer<>(clients, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(TOPIC, value.getBytes(UTF_8))).get();
    }
  }

  private static List<String> read(Map<String, Object> clients) {
    try (var consumer =
        new KafkaConsumer<>(clients, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      var partition = List.of(new TopicPartition(TOPIC, 0));
      consumer.assign(partition);
      consumer.seekToBeginning(partition);
      var values = new ArrayList<String>();
      long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
      while (values.size() < 3 && System.nanoTime() - end < 0) {
        consumer
            .poll(Duration.ofMillis(200))
            .forEach(record -> values.add(new String(record.value(), UTF_8)));
      }
      return values;
    }
  }
}
