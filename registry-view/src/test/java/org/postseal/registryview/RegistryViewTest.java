package org.postseal.registryview;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postseal.authentication.dkim.Selector;
import org.postseal.authentication.dns.DomainName;
import org.postseal.broker.BrokerSettings;
import org.postseal.broker.BrokerSettings.Durability;
import org.postseal.broker.EmbeddedBroker;
import org.postseal.topics.BlocklistEntry;
import org.postseal.topics.DomainEntry;
import org.postseal.topics.DomainEntry.SigningPolicy;
import org.postseal.topics.InstanceId;
import org.postseal.topics.Json;
import org.postseal.topics.MailTopic;
import org.postseal.topics.PolicyPin;
import org.postseal.topics.PublicKeyEntry;
import org.postseal.topics.RegistryMarker;

class RegistryViewTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final DomainName SENDER = DomainName.of("sender.example");
  private static final DomainName SPAMMER = DomainName.of("spam.example");

  @TempDir Path directory;

  @Test
  void knowsWhatWasThereAndWhatComesLater() throws Exception {
    try (var broker = start(0);
        var producer = producer(broker.clientSettings(), "registry-writer")) {
      producer.initTransactions();
      producer.beginTransaction();
      put(producer, MailTopic.REGISTRY_DOMAINS, "sender.example", Json.write(signsAll(SENDER)));
      put(
          producer,
          MailTopic.REGISTRY_DOMAINS,
          new String(RegistryMarker.key(InstanceId.random()), UTF_8),
          "x".getBytes(UTF_8));
      producer.commitTransaction();
      producer.beginTransaction();
      put(producer, MailTopic.REGISTRY_DOMAINS, "refused.example", Json.write(signsAll(SPAMMER)));
      producer.abortTransaction();
      try (var view = RegistryView.start(broker.clientSettings())) {
        assertThat(view.awaitReady(PATIENCE)).isTrue();
        assertThat(view.domain(SENDER)).contains(signsAll(SENDER));
        assertThat(view.domain(DomainName.of("refused.example"))).isEmpty();
        assertThat(view.isBlocked(SPAMMER)).isFalse();

        producer.beginTransaction();
        put(producer, MailTopic.REGISTRY_DOMAINS, "sender.example", null);
        put(producer, MailTopic.REGISTRY_DOMAINS, "sender.example", "{poison".getBytes(UTF_8));
        put(producer, MailTopic.REGISTRY_BLOCKLIST, "spam.example", Json.write(entry()));
        producer.commitTransaction();
        await(() -> view.isBlocked(SPAMMER) && view.domain(SENDER).isEmpty());
        assertThat(view.isBlocked(DomainName.of("host.spam.example"))).isTrue();
        assertThat(view.isBlocked(DomainName.of("notspam.example"))).isFalse();
        assertThat(view.isBlocked(DomainName.of("example"))).isFalse();

        producer.beginTransaction();
        put(producer, MailTopic.REGISTRY_BLOCKLIST, "spam.example", null);
        producer.commitTransaction();
        await(() -> !view.isBlocked(SPAMMER));
      }
    }
  }

  @Test
  void knowsPublicKeysIfItFollowsThem() throws Exception {
    try (var broker = start(0);
        var producer = producer(broker.clientSettings(), null)) {
      var day = Optional.of(LocalDate.of(2027, 4, 1));
      var key = new PublicKeyEntry("sender.example", "s1", "v=DKIM1; k=rsa; p=MIIB", day);
      put(
          producer,
          MailTopic.REGISTRY_PUBLIC_KEYS,
          "s1._domainkey.sender.example",
          Json.write(key));
      producer.flush();
      var selector = new Selector("s1");
      try (var view =
              RegistryView.start(
                  broker.clientSettings(), RegistryView.Scope.DOMAINS_AND_PUBLIC_KEYS);
          var without = RegistryView.start(broker.clientSettings())) {
        assertThat(view.awaitReady(PATIENCE)).isTrue();
        assertThat(view.key(selector, SENDER))
            .contains(new PublishedKey("v=DKIM1; k=rsa; p=MIIB", day));
        assertThat(view.key(selector, SPAMMER)).isEmpty();
        assertThat(view.key(new Selector("s2"), SENDER)).isEmpty();
        assertThat(without.awaitReady(PATIENCE)).isTrue();
        assertThat(without.key(selector, SENDER)).isEmpty();

        put(
            producer,
            MailTopic.REGISTRY_PUBLIC_KEYS,
            "s1._domainkey.sender.example",
            Json.write(new PublicKeyEntry("sender.example", "s1", "v=DKIM1; k=rsa; p=")));
        producer.flush();
        await(
            () ->
                view.key(selector, SENDER)
                    .filter(new PublishedKey("v=DKIM1; k=rsa; p=", Optional.empty())::equals)
                    .isPresent());
      }
    }
  }

  @Test
  void answersWhileKafkaIsAwayAndGoesOnAfterwards() throws Exception {
    int port;
    Map<String, String> settings;
    RegistryView view;
    try (var broker = start(0)) {
      port = broker.port();
      settings = broker.clientSettings();
      try (var producer = producer(settings, null)) {
        put(producer, MailTopic.REGISTRY_BLOCKLIST, "spam.example", Json.write(entry()));
      }
      view = RegistryView.start(settings);
      assertThat(view.awaitReady(PATIENCE)).isTrue();
    }
    assertThat(view.ready()).isTrue();
    assertThat(view.isBlocked(SPAMMER)).isTrue();
    try (var _ = start(port);
        var producer = producer(settings, null)) {
      put(producer, MailTopic.REGISTRY_DOMAINS, "sender.example", Json.write(signsAll(SENDER)));
      producer.flush();
      await(() -> view.domain(SENDER).isPresent());
      view.close();
    }
  }

  @Test
  void isNotReadyBeforeKafkaIsThere() throws Exception {
    int port;
    try (var broker = start(0)) {
      port = broker.port();
    }
    try (var view = RegistryView.start(EmbeddedBroker.clientSettings(directory, port))) {
      assertThat(view.ready()).isFalse();
      assertThat(view.isBlocked(SPAMMER)).isFalse();
      try (var _ = start(port)) {
        assertThat(view.awaitReady(PATIENCE)).isTrue();
      }
    }
  }

  @Test
  void pinsAreKnownToWhoFollowsThem() throws Exception {
    try (var broker = start(0);
        var producer = producer(broker.clientSettings(), null)) {
      var pin =
          new PolicyPin(
              "sender.example",
              SigningPolicy.ALL,
              false,
              "1",
              PolicyPin.Source.SMTP,
              PolicyPin.Trust.T3,
              Instant.EPOCH,
              Instant.EPOCH.plusSeconds(60));
      put(producer, MailTopic.REGISTRY_POLICY_PINS, "sender.example", Json.write(pin));
      producer.flush();
      try (var without = RegistryView.start(broker.clientSettings());
          var with = RegistryView.start(broker.clientSettings(), RegistryView.Scope.POLICY_PINS)) {
        assertThat(without.awaitReady(PATIENCE)).isTrue();
        assertThat(with.awaitReady(PATIENCE)).isTrue();
        assertThat(without.pin(SENDER)).isEmpty();
        assertThat(with.pin(SENDER)).contains(pin);
        put(producer, MailTopic.REGISTRY_POLICY_PINS, "sender.example", null);
        producer.flush();
        await(() -> with.pin(SENDER).isEmpty());
      }
    }
  }

  private EmbeddedBroker start(int port) {
    return EmbeddedBroker.start(new BrokerSettings(directory, port, Durability.PAGE_CACHE));
  }

  private static KafkaProducer<byte[], byte[]> producer(
      Map<String, String> client, @Nullable String transactionalId) {
    var settings = new HashMap<String, Object>(client);
    if (transactionalId != null) {
      settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
    }
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static void put(
      KafkaProducer<byte[], byte[]> producer,
      MailTopic topic,
      String key,
      byte @Nullable [] value) {
    var _ = producer.send(new ProducerRecord<>(topic.topic(), key.getBytes(UTF_8), value));
  }

  private static DomainEntry signsAll(DomainName domain) {
    return new DomainEntry(
        domain.ascii(), false, false, SigningPolicy.ALL, false, Optional.empty());
  }

  private static BlocklistEntry entry() {
    return new BlocklistEntry("spam.example", "why", "op", Instant.parse("2026-11-23T00:00:00Z"));
  }

  /** Kafka gives no signal that a reader has seen a record, so this asks again and again. */
  private static void await(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean() && System.nanoTime() < deadline) {
      Thread.sleep(20);
    }
    assertThat(condition.getAsBoolean()).isTrue();
  }
}
