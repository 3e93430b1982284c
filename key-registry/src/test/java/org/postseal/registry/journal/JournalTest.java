package org.postseal.registry.journal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postseal.authentication.dkim.Selector;
import org.postseal.authentication.dns.DomainName;
import org.postseal.broker.BrokerSettings;
import org.postseal.broker.EmbeddedBroker;
import org.postseal.registry.journal.JournalWriter.WriteFailedException;
import org.postseal.registry.journal.RegistryChange.FirstState;
import org.postseal.registry.key.KeyAlgorithm;
import org.postseal.registry.key.KeyEncryption;
import org.postseal.registry.key.KeyEncryptionKeys;
import org.postseal.registry.key.KeyTransition;
import org.postseal.registry.key.NewKeyPair;
import org.postseal.topics.BlockedName;
import org.postseal.topics.CloudEvent;
import org.postseal.topics.DomainEntry;
import org.postseal.topics.DomainEntry.SigningPolicy;
import org.postseal.topics.InstanceId;
import org.postseal.topics.Json;
import org.postseal.topics.KeyRotation;
import org.postseal.topics.MailTopic;
import org.postseal.topics.PublicKeyEntry;
import org.postseal.topics.SigningKeyEntry;

/** Replicas of the registry on a real broker. */
class JournalTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final KeyEncryption KEYS =
      KeyEncryptionKeys.parse(KeyEncryptionKeys.newFileText());
  private static final Precondition NONE = new Precondition.None();
  private static final InstantSource CLOCK = InstantSource.system();

  @TempDir static Path directory;
  private static EmbeddedBroker broker;

  private final List<Journal> replicas = new ArrayList<>();

  @BeforeAll
  static void startBroker() {
    broker =
        EmbeddedBroker.start(
            new BrokerSettings(directory, 0, BrokerSettings.Durability.PAGE_CACHE));
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  @AfterEach
  void closeReplicas() {
    replicas.forEach(Journal::close);
  }

  private static Map<String, Object> connection() {
    return new HashMap<>(broker.clientSettings());
  }

  private Journal replica(String name) {
    return replica(name, NextTurns.none());
  }

  private Journal replica(String name, NextTurns planned) {
    var journal =
        new Journal(
                connection(),
                new Journal.Replica(
                    InstanceId.random(), Optional.of(URI.create("http://" + name + ".example"))),
                KEYS,
                CLOCK)
            .planning(planned);
    replicas.add(journal);
    journal.start();
    return journal;
  }

  private Journal writingReplica(String name) throws InterruptedException {
    var journal = replica(name);
    await(journal::isWriter);
    return journal;
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
      Thread.sleep(20);
    }
  }

  private static RegistryChange putDomain(DomainName name) {
    return new RegistryChange.PutDomain(
        name,
        new DomainEntry(name.ascii(), true, true, SigningPolicy.ALL, false, Optional.empty()),
        NONE);
  }

  private static DomainName anyDomain() {
    return DomainName.of("d" + UUID.randomUUID() + ".example");
  }

  @Test
  void theWriterReadsItsOwnWritesAndARestartReadsThemBack() throws Exception {
    var domain = anyDomain();
    var pair = NewKeyPair.generate(KeyAlgorithm.ED25519);
    var journal = writingReplica("first");
    assertThat(journal.isReady()).isTrue();
    assertThat(journal.make(putDomain(domain), "tester")).isInstanceOf(ChangeOutcome.Made.class);
    assertThat(journal.state().domain(domain)).isPresent();
    var keyId = UUID.randomUUID().toString();
    assertThat(
            journal.make(
                new RegistryChange.AddKey(keyId, domain, Optional.empty(), pair, FirstState.ACTIVE),
                "tester"))
        .isInstanceOf(ChangeOutcome.Made.class);
    var key = journal.state().key(keyId).orElseThrow();
    journal.close();

    var restarted = replica("second");
    await(restarted::isReady);
    assertThat(restarted.state().key(keyId)).contains(key);
    assertThat(restarted.state().domain(domain)).isEqualTo(journal.state().domain(domain));
    assertThat(
            KEYS.open(
                key.value().sealedPrivateKey().orElseThrow(),
                new KeyEncryption.Binding(keyId, key.value().name())))
        .isEqualTo(pair.privateKey());
  }

  @Test
  void aRefusedChangeNeverEntersTheLog() throws Exception {
    var journal = writingReplica("only");
    var before = everyRecord().size();
    assertThat(
            journal.make(
                new RegistryChange.TakeOffBlocklist(
                    new BlockedName.Domain(anyDomain()), new Precondition.None()),
                "tester"))
        .isInstanceOf(ChangeOutcome.Refused.class);
    assertThat(everyRecord()).hasSize(before);
  }

  @Test
  void oneReplicaWritesAndAnotherTakesOver() throws Exception {
    var first = writingReplica("first");
    var second = replica("second");
    await(second::isReady);
    var writer = first;
    // A second member makes Kafka assign anew; whoever has the partition then is the writer.
    await(() -> first.isWriter() != second.isWriter());
    if (second.isWriter()) {
      writer = second;
    }
    var other = writer == first ? second : first;
    var domain = anyDomain();
    var made = (ChangeOutcome.Made) writer.make(putDomain(domain), "tester");
    assertThat(other.awaitRead(made.positions(), PATIENCE)).isTrue();
    assertThat(other.state().domain(domain)).isPresent();
    assertThat(other.make(putDomain(domain), "tester"))
        .isInstanceOfSatisfying(
            ChangeOutcome.NotTheWriter.class,
            o -> assertThat(o.writer().flatMap(WriterLocation::url)).isPresent());

    writer.close();
    await(other::isWriter);
    var next = anyDomain();
    assertThat(other.make(putDomain(next), "tester")).isInstanceOf(ChangeOutcome.Made.class);
    assertThat(other.state().domain(next)).isPresent();
  }

  @Test
  void aStaleWriterIsFenced() throws Exception {
    var kafka = new JournalKafka(connection());
    var rules = new ChangeRules(new RegistryState(), KEYS);
    var stale = firstWriter(kafka);
    var domain = anyDomain();
    var decision = (Decision.Accepted) rules.decide(putDomain(domain), "tester", CLOCK.instant());
    stale.write(decision, List.of(), "tester", CLOCK.instant());
    try (var fresh = JournalWriter.open(kafka, InstanceId.random())) {
      var before = everyRecord().size();
      assertThatThrownBy(() -> stale.write(decision, List.of(), "tester", CLOCK.instant()))
          .isInstanceOf(WriteFailedException.class);
      assertThat(everyRecord()).hasSize(before);
      fresh.write(decision, List.of(), "tester", CLOCK.instant());
      assertThat(everyRecord()).hasSize(before + 2); // the entry and its audit event
    } finally {
      stale.close();
    }
  }

  @Test
  void aWriterThatWasFencedTakesOfficeAgain() throws Exception {
    var journal = writingReplica("fenced");
    JournalWriter.open(new JournalKafka(connection()), InstanceId.random()).close();
    var domain = anyDomain();
    assertThat(journal.make(putDomain(domain), "tester"))
        .isInstanceOf(ChangeOutcome.Unavailable.class);
    assertThat(journal.state().domain(domain)).isEmpty();
    await(journal::isWriter);
    assertThat(journal.make(putDomain(domain), "tester")).isInstanceOf(ChangeOutcome.Made.class);
  }

  @Test
  void noPrivateKeyReachesATopicInClear() throws Exception {
    var journal = writingReplica("only");
    var domain = anyDomain();
    journal.make(putDomain(domain), "tester");
    var secrets = new ArrayList<byte[]>();
    for (var algorithm : KeyAlgorithm.values()) {
      var pair = NewKeyPair.generate(algorithm);
      // The last octets are key material in both: the PKCS #8 frame comes first.
      int length = pair.privateKey().length;
      secrets.add(Arrays.copyOfRange(pair.privateKey(), length - 24, length));
      assertThat(
              journal.make(
                  new RegistryChange.AddKey(
                      UUID.randomUUID().toString(),
                      domain,
                      Optional.empty(),
                      pair,
                      FirstState.ACTIVE),
                  "tester"))
          .isInstanceOf(ChangeOutcome.Made.class);
    }
    var all = everyRecord();
    assertThat(all).anyMatch(r -> r.topic().equals(MailTopic.REGISTRY_SIGNING_KEYS.topic()));
    for (var journalRecord : all) {
      if (journalRecord.value() != null) {
        var text = new String(journalRecord.value(), ISO_8859_1);
        for (var secret : secrets) {
          assertThat(text).doesNotContain(new String(secret, ISO_8859_1));
          // base64 of any alignment
          for (int skip = 0; skip < 3; skip++) {
            var base64 =
                Base64.getEncoder().encodeToString(Arrays.copyOfRange(secret, skip, skip + 21));
            assertThat(text).doesNotContain(base64.substring(0, base64.length() - 1));
          }
        }
      }
    }
  }

  @Test
  void everyChangeIsAudited() throws Exception {
    var journal = writingReplica("only");
    var domain = anyDomain();
    journal.make(putDomain(domain), "operator/1234");
    var last = everyRecord().stream().filter(r -> r.topic().equals("registry.audit")).toList();
    var event = CloudEvent.of(last.getLast());
    assertThat(event.type()).isEqualTo(CloudEvent.Type.DOMAIN_CHANGED.word());
    assertThat(event.subject()).isEqualTo("domain/" + domain);
    assertThat(event.data().get("author").asText()).isEqualTo("operator/1234");
    assertThat(event.data().get("action").asText()).isEqualTo("created");
  }

  @Test
  void aPoisonRecordIsSkippedAndReported() throws Exception {
    var journal = writingReplica("only");
    var key = UUID.randomUUID().toString().getBytes(UTF_8);
    try (var foreign =
        new KafkaProducer<>(connection(), new ByteArraySerializer(), new ByteArraySerializer())) {
      foreign
          .send(
              new ProducerRecord<>(
                  MailTopic.REGISTRY_SIGNING_KEYS.topic(), key, "no JSON".getBytes(UTF_8)))
          .get();
    }
    await(() -> journal.malformedRecords() == 1);
    var domain = anyDomain();
    assertThat(journal.make(putDomain(domain), "tester")).isInstanceOf(ChangeOutcome.Made.class);
    await(() -> read(MailTopic.DEAD_LETTER).stream().anyMatch(r -> Arrays.equals(r.key(), key)));
  }

  /** The first transaction of a broker waits for its coordinator; on a busy machine, for long. */
  private static JournalWriter firstWriter(JournalKafka kafka) throws InterruptedException {
    var opened = new AtomicReference<JournalWriter>();
    await(
        () -> {
          try {
            opened.set(JournalWriter.open(kafka, InstanceId.random()));
            return true;
          } catch (TimeoutException _) {
            return false;
          }
        });
    return opened.get();
  }

  /** Those who answer strangers read these; what is private stays on the journal's own topic. */
  @Test
  void publicHalvesOfKeysAreOnATopicOfTheirOwn() throws Exception {
    var journal = writingReplica("only");
    var domain = anyDomain();
    var keyId = UUID.randomUUID().toString();
    journal.make(putDomain(domain), "tester");
    addActiveKey(journal, domain, keyId);
    var name = "s1._domainkey." + domain;
    var key = journal.state().key(keyId).orElseThrow().value();
    assertThat(publicKeys(name))
        .containsExactly(new PublicKeyEntry(domain.ascii(), "s1", key.recordText()));
    journal.make(
        new RegistryChange.MoveKey(keyId, KeyTransition.REVOKE_AT_ONCE, new Precondition.None()),
        "tester");
    assertThat(publicKeys(name).getLast().keyRecord()).isEqualTo("v=DKIM1; k=ed25519; p=");
    for (var record : read(MailTopic.REGISTRY_PUBLIC_KEYS)) {
      assertThat(new String(record.value(), UTF_8)).doesNotContain("sealed", "cipher", "nonce");
    }
  }

  /** How long a key signs is told with the key, and anew when its domain changes its mind. */
  @Test
  void theDayOfTheNextKeyIsToldWithThePublicHalf() throws Exception {
    var day = LocalDate.of(2027, 4, 1);
    var journal =
        replica(
            "planning",
            (key, entry) ->
                key.isActive()
                    ? entry
                        .flatMap(DomainEntry::keyRotation)
                        .flatMap(KeyRotation::every)
                        .map(every -> day.plusDays(every.toDays()))
                    : Optional.empty());
    await(journal::isWriter);
    var domain = anyDomain();
    var name = "s1._domainkey." + domain;
    journal.make(putDomain(domain), "tester");
    var keyId = UUID.randomUUID().toString();
    addActiveKey(journal, domain, keyId);
    assertThat(publicKeys(name).getLast().nextChange()).isEmpty();
    journal.make(putDomain(domain, KeyRotation.everyDays(90)), "tester");
    assertThat(publicKeys(name)).hasSize(2);
    assertThat(publicKeys(name).getLast().nextChange()).contains(day.plusDays(90));
    journal.make(putDomain(domain, KeyRotation.everyDays(90)), "tester");
    assertThat(publicKeys(name)).as("nothing new is said of it").hasSize(2);
    journal.make(
        new RegistryChange.MoveKey(keyId, KeyTransition.RETIRE, new Precondition.None()), "tester");
    assertThat(publicKeys(name).getLast().nextChange()).isEmpty();
  }

  private static void addActiveKey(Journal journal, DomainName domain, String keyId) {
    journal.make(
        new RegistryChange.AddKey(
            keyId,
            domain,
            Optional.of(new Selector("s1")),
            NewKeyPair.generate(KeyAlgorithm.ED25519),
            FirstState.ACTIVE),
        "tester");
  }

  private static RegistryChange.PutDomain putDomain(DomainName domain, KeyRotation rotation) {
    return new RegistryChange.PutDomain(
        domain,
        new DomainEntry(
            domain.ascii(),
            false,
            true,
            SigningPolicy.ALL,
            false,
            Optional.empty(),
            Optional.empty(),
            Optional.of(rotation)),
        new Precondition.None());
  }

  /** A journal from before there was that topic. */
  @Test
  void publicHalvesOfOlderKeysAreWrittenByTheNextWriter() throws Exception {
    var own = directory.resolve("older");
    Files.createDirectories(own);
    try (var older =
            EmbeddedBroker.start(new BrokerSettings(own, 0, BrokerSettings.Durability.PAGE_CACHE));
        var producer =
            new KafkaProducer<>(
                new HashMap<String, Object>(older.clientSettings()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
      var key =
          new SigningKeyEntry(
              "k1",
              "older.example",
              "s1",
              "ed25519",
              new byte[32],
              CLOCK.instant(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty());
      producer
          .send(
              new ProducerRecord<>(
                  MailTopic.REGISTRY_SIGNING_KEYS.topic(), "k1".getBytes(UTF_8), Json.write(key)))
          .get();
      for (int turn = 0; turn < 2; turn++) {
        try (var journal =
            new Journal(
                new HashMap<>(older.clientSettings()),
                new Journal.Replica(InstanceId.random(), Optional.empty()),
                KEYS,
                CLOCK)) {
          journal.start();
          await(journal::isWriter);
        }
        assertThat(read(new HashMap<>(older.clientSettings()), MailTopic.REGISTRY_PUBLIC_KEYS))
            .as("once, whoever writes after")
            .hasSize(1);
      }
    }
  }

  private static List<PublicKeyEntry> publicKeys(String name) throws Exception {
    var entries = new ArrayList<PublicKeyEntry>();
    for (var record : read(MailTopic.REGISTRY_PUBLIC_KEYS)) {
      if (new String(record.key(), UTF_8).equals(name)) {
        entries.add(Json.read(record.value(), PublicKeyEntry.class));
      }
    }
    return entries;
  }

  private static List<ConsumerRecord<byte[], byte[]>> everyRecord() {
    var all = new ArrayList<ConsumerRecord<byte[], byte[]>>();
    JournalKafka.TOPICS.forEach(t -> all.addAll(read(t)));
    all.addAll(read(MailTopic.REGISTRY_PUBLIC_KEYS));
    all.addAll(read(MailTopic.REGISTRY_AUDIT));
    all.removeIf(r -> new String(r.key(), UTF_8).startsWith("~marker/"));
    return all;
  }

  private static List<ConsumerRecord<byte[], byte[]>> read(MailTopic topic) {
    return read(connection(), topic);
  }

  private static List<ConsumerRecord<byte[], byte[]>> read(
      Map<String, Object> settings, MailTopic topic) {
    settings.put("isolation.level", "read_committed");
    var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
    try (var consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      var partition = new TopicPartition(topic.topic(), 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).get(partition);
      while (consumer.position(partition) < end) {
        consumer.poll(Duration.ofMillis(200)).forEach(records::add);
      }
    }
    return records;
  }
}
