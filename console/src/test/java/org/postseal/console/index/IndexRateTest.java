package org.postseal.console.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.postseal.topics.CloudEvent;
import org.postseal.topics.MailTopic;

/**
 * How many events a second get into the index, and how long it is searched: for {@code
 * docs/evidence.md}, on request. A message is three events, received, accepted and delivered, read
 * from their JSON as from the topics.
 */
@EnabledIfSystemProperty(
    named = "postseal.index-rate",
    matches = "[0-9]+",
    disabledReason = "asked for by -Dpostseal.index-rate=MESSAGES")
class IndexRateTest {
  private static final int POLLED = 500;
  private static final Instant BEGIN = Instant.parse("2026-11-29T00:00:00Z");

  @TempDir private Path directory;

  @Test
  void embedded() throws Exception {
    measure("H2", new Place.Embedded(directory.resolve("embedded"), 8192));
  }

  @Test
  void postgres() throws Exception {
    try (var server = EmbeddedPostgres.builder().start()) {
      var url = "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres";
      measure("PostgreSQL", new Place.Server(url, Optional.of("postgres"), Optional.empty()));
    }
  }

  private static void measure(String name, Place place) throws Exception {
    int messages = Integer.getInteger("postseal.index-rate");
    try (var database = new Database(place)) {
      var store = new EventStore(database);
      store(store, 0, messages / 10);
      long began = System.nanoTime();
      long events = store(store, messages / 10, messages);
      double seconds = (System.nanoTime() - began) / 1e9;
      print(
          "%s: %d events in %.1f s, %.0f a second"
              .formatted(name, events, seconds, events / seconds));
      for (var question :
          List.of(
              "SELECT * FROM message WHERE message_id = '" + (messages - 7) + "@news.example'",
              "SELECT * FROM message m WHERE m.transaction_id IN (SELECT p.transaction_id FROM"
                  + " participant p WHERE p.address = 'user77@y.example') ORDER BY m.first_at DESC"
                  + " FETCH FIRST 100 ROWS ONLY")) {
        long asked = System.nanoTime();
        var rows = database.ask(question, List.of(), row -> row.getString("transaction_id"));
        print(
            "%s: %d found in %.1f ms"
                .formatted(name, rows.size(), (System.nanoTime() - asked) / 1e6));
        assertThat(rows).isNotEmpty();
      }
    }
  }

  private static long store(EventStore store, int from, int to) throws Exception {
    var partition = new TopicPartition(MailTopic.EVENTS.topic(), 0);
    var events = new ArrayList<IndexedEvent>(POLLED);
    long stored = 0;
    for (int n = from; n < to; n++) {
      var at = BEGIN.plus(Duration.ofMillis(n));
      var id = "01JDQ%021d".formatted(n);
      var recipient = "user" + n % 1000 + "@y.example";
      for (var event :
          List.of(
              Told.received(id, at, "list@news.example", "mx.news.example"),
              Told.accepted(id, at.plusMillis(20), "list@news.example"),
              Told.delivered(id, at.plusMillis(90), recipient))) {
        events.add(read(event, n + "@news.example"));
      }
      if (events.size() >= POLLED || n == to - 1) {
        stored += store.store(events, Map.of(partition, (long) n));
        events.clear();
      }
    }
    return stored;
  }

  private static IndexedEvent read(CloudEvent event, String messageId) throws Exception {
    return event.data().has("envelope")
        ? MessageTest.indexed(event, messageId)
        : IndexedEvent.of(
                new ConsumerRecord<>(
                    MailTopic.DELIVERIES.topic(),
                    0,
                    0,
                    event.subject().getBytes(StandardCharsets.UTF_8),
                    event.toRecord(MailTopic.DELIVERIES).value()))
            .orElseThrow();
  }

  private static void print(String figure) {
    System.out.println(figure); // which is what this is for
  }
}
