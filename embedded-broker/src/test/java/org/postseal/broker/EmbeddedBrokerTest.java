package org.postseal.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postseal.broker.BrokerSettings.Durability;
import org.postseal.topics.MailTopic;

class EmbeddedBrokerTest {
  @TempDir Path directory;

  @Test
  void keepsWhatItAcknowledgedAcrossARestart() throws Exception {
    int port;
    try (var broker = EmbeddedBroker.start(new BrokerSettings(directory, 0, Durability.DISK))) {
      port = broker.port();
      try (var producer =
          new KafkaProducer<>(
              new HashMap<String, Object>(broker.clientSettings()),
              new ByteArraySerializer(),
              new ByteArraySerializer())) {
        producer
            .send(
                new ProducerRecord<>(
                    MailTopic.ACCEPTED.topic(), 3, "k".getBytes(UTF_8), "v".getBytes(UTF_8)))
            .get();
      }
    }
    try (var again = EmbeddedBroker.start(new BrokerSettings(directory, port, Durability.DISK));
        var consumer =
            new KafkaConsumer<>(
                new HashMap<String, Object>(again.clientSettings()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
      var partition = new TopicPartition(MailTopic.ACCEPTED.topic(), 3);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      var records = consumer.poll(Duration.ofSeconds(20));
      assertThat(records.count()).isEqualTo(1);
      assertThat(records.iterator().next().value()).isEqualTo("v".getBytes(UTF_8));
    }
  }

  /**
   * A producer that meets partitions without a leader repeats its batches, and with several of them
   * under way may not find their order again before their time is over.
   */
  @Test
  void everyPartitionTakesARecordAtTheFirstTry() throws Exception {
    try (var broker =
        EmbeddedBroker.start(new BrokerSettings(directory, 0, Durability.PAGE_CACHE))) {
      var settings = new HashMap<String, Object>(broker.clientSettings());
      settings.put(ProducerConfig.RETRIES_CONFIG, 0);
      settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, false);
      try (var producer =
          new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
        var written = new ArrayList<Future<RecordMetadata>>();
        for (var topic : MailTopic.values()) {
          for (int partition = 0; partition < topic.partitions(); partition++) {
            var octets = "k".getBytes(UTF_8);
            written.add(
                producer.send(new ProducerRecord<>(topic.topic(), partition, octets, octets)));
          }
        }
        for (var one : written) {
          assertThat(one.get().offset()).isZero();
        }
      }
    }
  }

  @Test
  void refusesAClientWithoutTheSecret() throws Exception {
    try (var broker =
        EmbeddedBroker.start(new BrokerSettings(directory, 0, Durability.PAGE_CACHE))) {
      var settings = new HashMap<String, Object>(broker.clientSettings());
      settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 5_000);
      settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
      try (var admin = Admin.create(new HashMap<>(settings))) {
        assertThat(admin.listTopics().names().get()).contains(MailTopic.VERIFY.topic());
      }
      settings.compute(
          "sasl.jaas.config",
          (_, login) -> String.valueOf(login).replaceFirst("password=\".", "password=\"*"));
      try (var admin = Admin.create(settings)) {
        assertThatThrownBy(() -> admin.listTopics().names().get())
            .isInstanceOf(ExecutionException.class)
            .hasCauseInstanceOf(SaslAuthenticationException.class);
      }
    }
    assertThat(Files.getPosixFilePermissions(directory.resolve("broker-secret")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void flushesMailRecordByRecordOnlyWhereDiskIsPromised() throws Exception {
    EmbeddedBroker.start(new BrokerSettings(directory, 0, Durability.PAGE_CACHE)).close();
    try (var broker = EmbeddedBroker.start(new BrokerSettings(directory, 0, Durability.DISK));
        var admin = Admin.create(new HashMap<String, Object>(broker.clientSettings()))) {
      assertThat(setting(admin, MailTopic.ACCEPTED, "flush.messages")).isEqualTo("1");
      assertThat(setting(admin, MailTopic.REGISTRY_SIGNING_KEYS, "flush.messages")).isEqualTo("1");
      assertThat(setting(admin, MailTopic.VERIFY, "flush.messages")).isNotEqualTo("1");
      assertThat(setting(admin, MailTopic.VERDICTS, "message.timestamp.type"))
          .isEqualTo("LogAppendTime");
    }
  }

  /** A broker that did not sign off is waited for until its session of 9 s has expired. */
  @Test
  void aBrokerThatEndedInOrderStartsAgainAtOnce() {
    var settings = new BrokerSettings(directory.resolve("one"), 0, Durability.PAGE_CACHE);
    startAndEnd(settings);
    var another = new BrokerSettings(directory.resolve("another"), 0, Durability.PAGE_CACHE);
    var withAllTopicsToMake = startAndEnd(another);
    assertThat(startAndEnd(settings)).isLessThan(withAllTopicsToMake.plusSeconds(4));
  }

  private static Duration startAndEnd(BrokerSettings settings) {
    long began = System.nanoTime();
    EmbeddedBroker.start(settings).close();
    return Duration.ofNanos(System.nanoTime() - began);
  }

  private static String setting(Admin admin, MailTopic topic, String name) throws Exception {
    var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.topic());
    Map<ConfigResource, org.apache.kafka.clients.admin.Config> configs =
        admin.describeConfigs(List.of(resource)).all().get();
    return configs.get(resource).get(name).value();
  }
}
