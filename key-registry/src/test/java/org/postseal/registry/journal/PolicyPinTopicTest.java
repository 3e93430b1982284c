package org.postseal.registry.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postseal.authentication.dkim.Selector;
import org.postseal.authentication.dns.DomainName;
import org.postseal.broker.BrokerSettings;
import org.postseal.broker.BrokerSettings.Durability;
import org.postseal.broker.EmbeddedBroker;
import org.postseal.registry.asking.Disagreement;
import org.postseal.signingpolicy.TrustLevel;
import org.postseal.topics.CloudEvent;
import org.postseal.topics.DomainEntry.SigningPolicy;
import org.postseal.topics.InstanceId;
import org.postseal.topics.MailTopic;
import org.postseal.topics.PolicyPin;

/** Replicas and restarts, on a real broker. */
class PolicyPinTopicTest {
  private static final DomainName DOMAIN = DomainName.of("bank.example");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path directory;
  private EmbeddedBroker broker;

  @BeforeEach
  void start() {
    broker = EmbeddedBroker.start(new BrokerSettings(directory, 0, Durability.PAGE_CACHE));
  }

  @AfterEach
  void stop() {
    broker.close();
  }

  private PolicyPinTopic replica(int most) {
    Map<String, Object> connection = new HashMap<>(broker.clientSettings());
    var replica =
        PolicyPinTopic.start(connection, InstanceId.random(), InstantSource.system(), most);
    await(replica::isReady);
    return replica;
  }

  private static PolicyPin pin(String domain, String id, Duration age) {
    var now = Instant.now();
    return new PolicyPin(
        domain,
        SigningPolicy.ALL,
        false,
        id,
        PolicyPin.Source.SMTP,
        PolicyPin.Trust.T3,
        now,
        now.plus(age));
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  @Test
  void everyReplicaKnowsAtOnceAndAfterARestart() {
    var pin = pin("bank.example", "1", Duration.ofDays(1));
    try (var one = replica(10);
        var other = replica(10)) {
      one.keep(pin);
      assertThat(one.of(DOMAIN)).contains(pin);
      await(() -> other.of(DOMAIN).isPresent());
      var newer = pin("bank.example", "2", Duration.ofDays(1));
      other.keep(newer);
      await(() -> one.of(DOMAIN).filter(now -> now.id().equals("2")).isPresent());
      assertThat(one.inForce()).isEqualTo(1);
      assertThat(one.unwritten()).isZero();
    }
    try (var restarted = replica(10)) {
      assertThat(restarted.of(DOMAIN)).map(PolicyPin::id).contains("2");
      restarted.forget(DOMAIN);
      assertThat(restarted.of(DOMAIN)).isEmpty();
    }
    try (var restarted = replica(10)) {
      assertThat(restarted.of(DOMAIN)).isEmpty();
    }
  }

  @Test
  void whatHasExpiredMakesRoomAndNothingElse() {
    try (var one = replica(2)) {
      one.keep(pin("old.example", "1", Duration.ofMillis(1)));
      one.keep(pin("held.example", "1", Duration.ofDays(1)));
      await(() -> one.inForce() == 1);
      one.keep(pin("third.example", "1", Duration.ofDays(1)));
      assertThat(one.of(DomainName.of("old.example"))).isEmpty();
      assertThat(one.of(DomainName.of("third.example"))).isPresent();
      one.keep(pin("fourth.example", "1", Duration.ofDays(1)));
      assertThat(one.of(DomainName.of("fourth.example"))).isEmpty();
      await(() -> one.inForce() == 2);
      assertThat(one.of(DomainName.of("held.example"))).isPresent();
    }
  }

  @Test
  void anAlarmIsAnEvent() throws Exception {
    try (var one = replica(10)) {
      one.report(
          new Disagreement(
              DOMAIN, Selector.parse("s1").orElseThrow(), PolicyPin.Source.HTTPS, TrustLevel.T2));
      var partition = new TopicPartition(MailTopic.REGISTRY_AUDIT.topic(), 0);
      try (var reader =
          new KafkaConsumer<>(
              new HashMap<String, Object>(broker.clientSettings()),
              new ByteArrayDeserializer(),
              new ByteArrayDeserializer())) {
        reader.assign(List.of(partition));
        reader.seekToBeginning(List.of(partition));
        var records = reader.poll(PATIENCE).records(partition);
        assertThat(records).hasSize(1);
        var event = CloudEvent.of(records.getFirst());
        assertThat(event.type()).isEqualTo("org.postseal.registry.sources-disagree");
        assertThat(event.subject()).isEqualTo("bank.example");
        assertThat(event.data().get("selector").asText()).isEqualTo("s1");
        assertThat(event.data().get("source").asText()).isEqualTo("https");
      }
    }
  }
}
