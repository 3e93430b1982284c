package org.postseal.relay.desk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postseal.broker.BrokerSettings;
import org.postseal.broker.BrokerSettings.Durability;
import org.postseal.broker.EmbeddedBroker;
import org.postseal.relay.retry.RetrySchedule;
import org.postseal.topics.Envelope;
import org.postseal.topics.MailTopic;
import org.postseal.topics.Origin;
import org.postseal.topics.RetryRecord;
import org.postseal.topics.TransactionId;

/**
 * How long it takes a relay that was just started to know everything that waits: not run with the
 * tests, but by its name, as {@code docs/operations.md} says. Real broker, real records.
 */
class QueueRebuild {
  private static final int MESSAGES = Integer.getInteger("queue.messages", 2_000);
  private static final int OCTETS = Integer.getInteger("queue.octets", 4_000);

  @TempDir Path directory;

  @Test
  void everythingThatWaitsIsKnownAgain() throws Exception {
    try (var broker =
        EmbeddedBroker.start(new BrokerSettings(directory, 0, Durability.PAGE_CACHE))) {
      var settings = new HashMap<String, Object>(broker.clientSettings());
      write(settings);
      var consumers = new DeskConsumers(settings);
      long before = used();
      long began = System.nanoTime();
      try (var waiting =
          Entries.waiting(() -> consumers.beside("relay-retry"), RetrySchedule.TOPICS)) {
        assertThat(waiting.now()).hasSize(MESSAGES);
        var took = Duration.ofNanos(System.nanoTime() - began);
        long again = System.nanoTime();
        var _ = waiting.now();
        System.out.printf(
            "%,d waiting messages of %,d octets: known after %.1f s, %,d bytes of heap each;"
                + " asked again: %.2f s%n",
            MESSAGES,
            OCTETS,
            took.toMillis() / 1000.0,
            (used() - before) / MESSAGES,
            Duration.ofNanos(System.nanoTime() - again).toMillis() / 1000.0);
      }
    }
  }

  private static long used() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private static void write(Map<String, Object> settings) throws Exception {
    var content = ("Subject: x\r\n\r\n" + "x".repeat(OCTETS)).getBytes(StandardCharsets.US_ASCII);
    var sha256 = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    var topics = List.of(MailTopic.RETRY_15M, MailTopic.RETRY_1H, MailTopic.RETRY_4H);
    try (var producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int i = 0; i < MESSAGES; i++) {
        var record = record(i, content, sha256).toRecord(topics.get(i % topics.size()));
        var _ = producer.send(record);
      }
      producer.flush();
    }
  }

  private static RetryRecord record(int number, byte[] content, String sha256) {
    var now = Instant.now();
    return new RetryRecord(
        TransactionId.next(now),
        Origin.SUBMISSION,
        new Envelope(
            "sender" + number % 1000 + "@example.org",
            List.of("recipient" + number + "@dest" + number % 500 + ".example"),
            new Envelope.Client("192.0.2.1", "mx.example.org", Optional.empty(), "mx"),
            Optional.empty(),
            "8BITMIME",
            false,
            now),
        new RetryRecord.State(
            3,
            now,
            now.plus(Duration.ofHours(1)),
            "451 4.4.1 timed out connect",
            content.length,
            sha256,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(
                new RetryRecord.Chain(
                    3, 0, new RetryRecord.Coordinates("mail.retry.15m", number % 6, List.of(7L)))),
            Optional.of(List.of("mx.dest" + number % 500 + ".example", "192.0.2.25"))),
        Optional.of(content),
        Optional.empty());
  }
}
