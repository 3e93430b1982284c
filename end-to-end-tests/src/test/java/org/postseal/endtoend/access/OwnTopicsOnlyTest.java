package org.postseal.endtoend.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postseal.broker.FreePorts;
import org.postseal.endtoend.gateway.GuardedBroker;
import org.postseal.topics.MailTopic;
import org.postseal.topics.TopicAccess;
import org.postseal.topics.TopicPrincipal;

/** Every principal tries to read and to write every topic, with its own certificate. */
class OwnTopicsOnlyTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final byte[] ANYTHING = "anything".getBytes(StandardCharsets.US_ASCII);

  @TempDir private static Path directory;
  private static GuardedBroker broker;

  @BeforeAll
  static void start() throws Exception {
    broker = GuardedBroker.start(directory, FreePorts.one());
    try (var producer = producer(broker.clientSettings())) {
      for (var topic : MailTopic.values()) {
        producer.send(record(topic)).get();
      }
    }
  }

  @AfterAll
  static void stop() {
    if (broker != null) {
      broker.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void readsWhatIsDeclaredAndNothingElse(TopicPrincipal principal) {
    Set<MailTopic> read = EnumSet.noneOf(MailTopic.class);
    try (var consumer = consumer(broker.clientSettings(principal), Map.of())) {
      for (var topic : MailTopic.values()) {
        if (isReadable(consumer, topic)) {
          read.add(topic);
        }
      }
    }
    assertThat(read).isEqualTo(TopicAccess.readBy(principal));
  }

  private static boolean isReadable(KafkaConsumer<byte[], byte[]> consumer, MailTopic topic) {
    var first = List.of(new TopicPartition(topic.topic(), 0));
    consumer.assign(first);
    try {
      consumer.seekToBeginning(first);
      long end = System.nanoTime() + LIMIT.toNanos();
      while (System.nanoTime() < end) {
        if (!consumer.poll(Duration.ofMillis(200)).isEmpty()) {
          return true;
        }
      }
      throw new AssertionError(topic + " neither read nor refused");
    } catch (TopicAuthorizationException e) {
      assertThat(e.unauthorizedTopics()).containsExactly(topic.topic());
      return false;
    }
  }

  @ParameterizedTest
  @EnumSource
  void writesWhatIsDeclaredAndNothingElse(TopicPrincipal principal) throws Exception {
    Set<MailTopic> written = EnumSet.noneOf(MailTopic.class);
    try (var producer = producer(broker.clientSettings(principal))) {
      for (var topic : MailTopic.values()) {
        try {
          producer.send(record(topic)).get();
          written.add(topic);
        } catch (ExecutionException | KafkaException e) {
          // Whoever may write no topic at all gets no producer's id either, for any.
          assertThat(e).hasCauseInstanceOf(AuthorizationException.class);
        }
      }
    }
    assertThat(written).isEqualTo(TopicAccess.writtenBy(principal));
  }

  @ParameterizedTest
  @EnumSource
  void joinsOnlyGroupsOfItsOwnName(TopicPrincipal principal) {
    for (var other : TopicPrincipal.values()) {
      var topic = TopicAccess.readBy(principal).iterator().next();
      try (var consumer =
          consumer(
              broker.clientSettings(principal),
              Map.of(ConsumerConfig.GROUP_ID_CONFIG, other.principalName()))) {
        var first = Map.of(new TopicPartition(topic.topic(), 0), new OffsetAndMetadata(1));
        consumer.assign(first.keySet());
        if (other == principal && principal.groupPrefix().isPresent()) {
          consumer.commitSync(first);
          assertThat(consumer.committed(first.keySet())).isEqualTo(first);
        } else {
          assertThatThrownBy(() -> consumer.commitSync(first))
              .as("%s in the group of %s", principal, other)
              .isInstanceOf(GroupAuthorizationException.class);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void onlyTheRegistryFencesTheRegistry(TopicPrincipal principal) {
    var settings = new HashMap<>(broker.clientSettings(principal));
    settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "key-registry-writer");
    try (var producer = producer(settings)) {
      if (principal == TopicPrincipal.KEY_REGISTRY) {
        producer.initTransactions();
      } else {
        assertThatThrownBy(producer::initTransactions)
            .isInstanceOf(TransactionalIdAuthorizationException.class);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void nobodyChangesTopicsOrRules(TopicPrincipal principal) {
    try (var admin = Admin.create(new HashMap<>(broker.clientSettings(principal)))) {
      var topic = TopicAccess.readBy(principal).iterator().next().topic();
      assertThatThrownBy(() -> admin.deleteTopics(List.of(topic)).all().get())
          .hasCauseInstanceOf(AuthorizationException.class);
      assertThatThrownBy(() -> admin.describeAcls(AclBindingFilter.ANY).values().get())
          .hasCauseInstanceOf(AuthorizationException.class);
    }
  }

  @Test
  void theRulesAreMadeOnce() {
    broker.makeRules();
  }

  private static ProducerRecord<byte[], byte[]> record(MailTopic topic) {
    return new ProducerRecord<>(topic.topic(), 0, ANYTHING, ANYTHING);
  }

  private static KafkaProducer<byte[], byte[]> producer(Map<String, String> settings) {
    return new KafkaProducer<>(
        new HashMap<>(settings), new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static KafkaConsumer<byte[], byte[]> consumer(
      Map<String, String> settings, Map<String, String> more) {
    var all = new HashMap<String, Object>(settings);
    all.putAll(more);
    return new KafkaConsumer<>(all, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}
