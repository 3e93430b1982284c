package org.postseal.relay.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postseal.broker.BrokerSettings;
import org.postseal.broker.EmbeddedBroker;
import org.postseal.topics.AcceptedRecord;
import org.postseal.topics.MailTopic;
import org.postseal.topics.RetryRecord;
import org.postseal.topics.RetryRecord.Coordinates;
import org.postseal.topics.TransactionId;

/**
 * Relays in processes of their own, stopped and killed under load with one slow hop. How often is a
 * system property, {@code postseal.test.rounds}.
 */
class RelayKilledTest {
  private static final int ROUNDS = Integer.getInteger("postseal.test.rounds", 2);
  private static final int PER_ROUND = 200;

  /** What one process may have in flight at both hops, and finish in 250 ms. */
  private static final int MAY_REPEAT = 2 * 20 + 60;

  @TempDir Path directory;

  private EmbeddedBroker broker;
  private MailSink quick;
  private MailSink slow;
  private Topics topics;
  private final Map<String, String> settings = new HashMap<>();
  private final Set<String> accepted = ConcurrentHashMap.newKeySet();

  @BeforeEach
  void start() throws Exception {
    broker =
        EmbeddedBroker.start(
            new BrokerSettings(
                directory.resolve("broker"), 0, BrokerSettings.Durability.PAGE_CACHE));
    int quickPort = freePort();
    int slowPort = freePort();
    quick = new MailSink(quickPort);
    slow = new MailSink(slowPort).slowly(Duration.ofMillis(500));
    topics = new Topics(new HashMap<>(broker.clientSettings()));
    broker.clientSettings().forEach((key, value) -> settings.put("kafka." + key, value));
    settings.put("postseal.relay.host-name", "gw.example.com");
    settings.put("postseal.relay.routes.\"quick.example\"", "smtp:127.0.0.1:" + quickPort);
    settings.put("postseal.relay.routes.\"slow.example\"", "smtp:127.0.0.1:" + slowPort);
    settings.put("postseal.relay.retry.delays", "1s,1s,1s,1s,1s");
  }

  @AfterEach
  void stop() throws Exception {
    topics.close();
    quick.close();
    slow.close();
    broker.close();
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void accept(int count) throws Exception {
    for (int i = 0; i < count; i++) {
      var name = "n" + accepted.size();
      var to = name + (i % 10 == 0 ? "@slow.example" : "@quick.example");
      topics.accept("Subject: " + name + "\r\n\r\nbody\r\n", to);
      accepted.add(to);
    }
  }

  private Map<String, Long> received() {
    return Stream.of(quick, slow)
        .flatMap(sink -> sink.received().stream())
        .collect(Collectors.groupingBy(MailSink.Received::recipient, Collectors.counting()));
  }

  private long repeated() {
    return received().values().stream().mapToLong(times -> times - 1).sum();
  }

  private void awaitReceived(int count) throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (received().size() < count && System.nanoTime() - end < 0) {
      Thread.sleep(20);
    }
    assertThat(received().size())
        .as("delivered, of %d", accepted.size())
        .isGreaterThanOrEqualTo(count);
  }

  @Test
  void stoppedUnderLoadItDeliversNothingTwice() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      int before = accepted.size();
      try (var relay = RelayProcess.start(directory, settings)) {
        accept(PER_ROUND);
        awaitReceived(before + PER_ROUND / 3);
        accept(PER_ROUND / 4);
        assertThat(relay.terminate()).isTrue();
      }
      assertThat(repeated()).as("delivered again, round %d", round).isZero();
    }
    try (var relay = RelayProcess.start(directory, settings)) {
      awaitReceived(accepted.size());
      assertThat(relay.terminate()).isTrue();
    }
    assertThat(repeated()).isZero();
  }

  @Test
  void killedUnderLoadItRepeatsWhatWasInFlightAndLosesNothing() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      int before = accepted.size();
      try (var relay = RelayProcess.start(directory, settings)) {
        accept(PER_ROUND);
        awaitReceived(before + PER_ROUND / 3);
        accept(PER_ROUND / 4);
        relay.kill();
      }
    }
    try (var relay = RelayProcess.start(directory, settings)) {
      awaitReceived(accepted.size());
      assertThat(relay.terminate()).isTrue();
    }
    System.out.printf("%d kills: %d of %d delivered twice%n", ROUNDS, repeated(), accepted.size());
    assertThat(repeated()).isLessThanOrEqualTo((long) ROUNDS * MAY_REPEAT);
  }

  /** Before its group would have noticed: its place is its own again at once. */
  @Test
  void killedEveryFewSecondsMailStillFlows() throws Exception {
    long began = System.nanoTime();
    for (int round = 0; round < ROUNDS + 1; round++) {
      int before = received().size();
      try (var relay = RelayProcess.start(directory, settings)) {
        accept(20);
        relay.awaitStart();
        Thread.sleep(4000); // the life of a process that something kills again and again
        relay.kill();
      }
      if (round > 0) {
        assertThat(received().size())
            .as("delivered by then, round %d", round)
            .isGreaterThan(before);
      }
    }
    System.out.printf(
        "killed %d times in %d s: %d of %d delivered, %d twice%n",
        ROUNDS + 1,
        Duration.ofNanos(System.nanoTime() - began).toSeconds(),
        received().size(),
        accepted.size(),
        repeated());
  }

  /** A relay died between the record of the next step and the commit of the one before. */
  @Test
  void chainsOfRetriesDoNotFork() throws Exception {
    var id = TransactionId.next(Instant.now());
    var to = "once@quick.example";
    var accepted = Topics.records(id, "Subject: once\r\n\r\nbody\r\n", to).getFirst();
    var at = topics.write(accepted);
    var source = new Coordinates(at.topic(), at.partition(), List.of(at.offset()));
    topics.write(next(accepted, source, 1).toRecord(MailTopic.RETRY_1M));
    topics.write(next(accepted, source, 1).toRecord(MailTopic.RETRY_1M)); // the fork
    var meters = new SimpleMeterRegistry();
    var relay = RelayProcess.relay(settings, meters);
    relay.start();
    try {
      long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
      var suppressed = meters.counter("postseal_relay_duplicates_suppressed");
      while ((suppressed.count() < 2 || quick.received(to).isEmpty())
          && System.nanoTime() - end < 0) {
        Thread.sleep(20);
      }
      assertThat(suppressed.count()).isEqualTo(2);
    } finally {
      relay.stop();
    }
    assertThat(quick.received(to)).hasSize(1);
  }

  private static RetryRecord next(
      ProducerRecord<byte[], byte[]> accepted, Coordinates source, int step) throws Exception {
    var arrived =
        AcceptedRecord.of(
            new ConsumerRecord<>(
                accepted.topic(),
                0,
                0,
                0,
                TimestampType.LOG_APPEND_TIME,
                0,
                0,
                accepted.key(),
                accepted.value(),
                accepted.headers(),
                Optional.empty()));
    return new RetryRecord(
        arrived.transactionId(),
        arrived.origin(),
        arrived.envelope(),
        new RetryRecord.State(
            1,
            Instant.now(),
            Instant.now().plusSeconds(2),
            "451 4.3.0 later",
            arrived.length(),
            arrived.sha256(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(new RetryRecord.Chain(step, 0, source)),
            Optional.empty()),
        Optional.of(arrived.content()),
        Optional.empty());
  }
}
