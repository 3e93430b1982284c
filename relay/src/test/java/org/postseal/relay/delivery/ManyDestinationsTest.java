package org.postseal.relay.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postseal.broker.BrokerSettings;
import org.postseal.broker.EmbeddedBroker;
import org.postseal.topics.CloudEvent;
import org.postseal.topics.MailTopic;
import org.postseal.topics.TransactionId;

/**
 * Mail for many destinations at a steady rate, without and with some that are slow, dead or refuse:
 * the others must not notice. How much are system properties: {@code postseal.test.messages},
 * {@code postseal.test.destinations} and {@code postseal.test.rate}, a second.
 */
class ManyDestinationsTest {
  private static final int MESSAGES = Integer.getInteger("postseal.test.messages", 1_500);
  private static final int DESTINATIONS = Integer.getInteger("postseal.test.destinations", 100);
  private static final int RATE = Integer.getInteger("postseal.test.rate", 150);
  private static final Duration DRAINED = Duration.ofMinutes(2);

  /** Below that a difference is the machine's. */
  private static final long NOTICEABLE_MILLIS = 250;

  @TempDir Path directory;

  private EmbeddedBroker broker;
  private Topics topics;
  private KafkaProducer<byte[], byte[]> producer;
  private MailSink others;
  private MailSink slow;
  private ServerSocket dead;
  private ServerSocket refusing;
  private Relay relay;

  @BeforeEach
  void start() throws Exception {
    broker =
        EmbeddedBroker.start(
            new BrokerSettings(
                directory.resolve("broker"), 0, BrokerSettings.Durability.PAGE_CACHE));
    topics = new Topics(new HashMap<>(broker.clientSettings()));
    producer =
        new KafkaProducer<>(
            new HashMap<>(broker.clientSettings()),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    others = MailSink.everywhere();
    slow = MailSink.everywhere().slowly(Duration.ofSeconds(5));
    dead = new ServerSocket(0, 2000, InetAddress.getLoopbackAddress());
    refusing = new ServerSocket(0, 1000, InetAddress.getLoopbackAddress());
    Thread.startVirtualThread(this::refuse);
    var settings = new HashMap<String, String>();
    broker.clientSettings().forEach((key, value) -> settings.put("kafka." + key, value));
    settings.put("postseal.relay.host-name", "gw.example.com");
    for (int i = 0; i < DESTINATIONS; i++) {
      var host = "127.1.%d.%d".formatted(i / 250, 1 + i % 250);
      settings.put(route("d" + i), "smtp:" + host + ":" + others.port());
    }
    settings.put(route("slow"), "smtp:127.2.0.1:" + slow.port());
    settings.put(route("dead"), "smtp:127.0.0.1:" + dead.getLocalPort());
    settings.put(route("refusing"), "smtp:127.0.0.1:" + refusing.getLocalPort());
    relay = RelayProcess.relay(settings, new SimpleMeterRegistry());
    relay.start();
  }

  private static String route(String name) {
    return "postseal.relay.routes.\"" + name + ".example\"";
  }

  private void refuse() {
    try {
      while (true) {
        try (var session = refusing.accept()) {
          session.getOutputStream().write("554 5.3.2 no\r\n".getBytes(StandardCharsets.US_ASCII));
        }
      }
    } catch (IOException _) {
      // closed
    }
  }

  @AfterEach
  void stop() throws Exception {
    others.close();
    slow.close();
    dead.close();
    refusing.close();
    relay.stop();
    producer.close();
    topics.close();
    broker.close();
  }

  @Test
  void theOthersDoNotNoticeWhatIsSlowOrDeadOrRefuses() throws Exception {
    bring("warm", MESSAGES / 3, List.of());
    bring("alone", MESSAGES, List.of());
    bring("beside", MESSAGES, List.of("slow", "dead", "refusing"));
    var delays = delays();

    long alone = p99(delays.get("alone"));
    long beside = p99(delays.get("beside"));
    System.out.printf(
        "%d messages to %d destinations, %d/s: p99 %d ms alone, %d ms beside%n",
        MESSAGES, DESTINATIONS, RATE, alone, beside);
    assertThat(delays.get("alone")).hasSize(MESSAGES);
    assertThat(beside).isLessThanOrEqualTo(2 * Math.max(alone, NOTICEABLE_MILLIS));
  }

  /** So many messages evenly to all destinations, those in trouble among them, and waits. */
  private void bring(String run, int count, List<String> troubled) throws Exception {
    var before = others.received().size();
    int healthy = 0;
    long began = System.nanoTime();
    for (int i = 0; i < count; i++) {
      int destination = i % DESTINATIONS;
      boolean isHealthy = destination >= troubled.size();
      var name = isHealthy ? "d" + destination : troubled.get(destination);
      healthy += isHealthy ? 1 : 0;
      accept("%s-%d@%s.example".formatted(run, i, name));
      LockSupport.parkNanos(began + (i + 1) * 1_000_000_000L / RATE - System.nanoTime());
    }
    long end = System.nanoTime() + DRAINED.toNanos();
    while (others.received().size() < before + healthy && System.nanoTime() - end < 0) {
      Thread.sleep(100);
    }
    assertThat(others.received().size() - before).as(run).isEqualTo(healthy);
  }

  private void accept(String to) {
    var id = TransactionId.next(Instant.now());
    for (var record : Topics.records(id, "Subject: hello\r\n\r\nbody\r\n", to)) {
      var _ = producer.send(record);
    }
  }

  /** Milliseconds from acceptance to delivery at those without trouble, by run. */
  private Map<String, List<Long>> delays() {
    var byRun = new HashMap<String, List<Long>>();
    var seen = new HashSet<String>();
    int expected = others.received().size();
    topics
        .records(
            MailTopic.DELIVERIES,
            record -> {
              var event = Topics.event(record);
              return event.type().equals(CloudEvent.Type.DELIVERED.word())
                  && !event.data().path("recipient").asText().endsWith("@slow.example");
            },
            expected)
        .forEach(
            record -> {
              var data = Topics.event(record).data();
              var recipient = data.path("recipient").asText();
              if (seen.add(recipient)) {
                byRun
                    .computeIfAbsent(
                        recipient.substring(0, recipient.indexOf('-')), _ -> new ArrayList<>())
                    .add(data.path("latencyMillis").asLong());
              }
            });
    return byRun;
  }

  private static long p99(List<Long> delays) {
    var sorted = delays.stream().sorted().toList();
    return sorted.get((int) Math.ceil(0.99 * sorted.size()) - 1);
  }
}
