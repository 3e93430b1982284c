package org.postseal.console.index;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postseal.broker.BrokerSettings;
import org.postseal.broker.BrokerSettings.Durability;
import org.postseal.broker.EmbeddedBroker;
import org.postseal.following.SupervisedLoop;
import org.postseal.topics.CloudEvent;
import org.postseal.topics.DeadLetter;
import org.postseal.topics.MailTopic;

/** The index with a real broker and a real database. */
class IndexTest {
  private static final Instant NOW = Instant.parse("2026-11-29T10:00:00Z");
  private static final Duration RETENTION = Duration.ofDays(30);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir static Path brokerDirectory;
  private static EmbeddedBroker broker;
  private static Map<String, Object> kafka;
  private static int told;
  @TempDir Path temporary;

  @BeforeAll
  static void startBroker() throws Exception {
    broker = EmbeddedBroker.start(new BrokerSettings(brokerDirectory, 0, Durability.PAGE_CACHE));
    kafka = new HashMap<>(broker.clientSettings());
    try (var producer =
        new KafkaProducer<>(kafka, new ByteArraySerializer(), new ByteArraySerializer())) {
      var poison = MailTopic.EVENTS.topic();
      tell(producer, MailTopic.EVENTS, Told.received("t1", NOW, "eve@evil.example", "h"));
      var _ =
          producer.send(new ProducerRecord<>(poison, "t1".getBytes(UTF_8), "{".getBytes(UTF_8)));
      tell(producer, MailTopic.EVENTS, Told.rejected("t1", NOW.plusSeconds(1), "a@b.example", "h"));
      tell(producer, MailTopic.EVENTS, Told.accepted("t2", NOW.plusSeconds(2), "al@x.example"));
      tell(producer, MailTopic.DELIVERIES, Told.delivered("t2", NOW.plusSeconds(3), "b@y.example"));
      tell(
          producer,
          MailTopic.EVENTS,
          Told.accepted("old", NOW.minus(RETENTION).minusSeconds(1), "al@x.example"));
      var _ =
          producer.send(
              DeadLetter.record(
                  new ConsumerRecord<>("mail.verify", 3, 7, "t9".getBytes(UTF_8), new byte[0]),
                  "verifier",
                  "no envelope",
                  NOW));
      told++;
      producer.flush();
    }
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  private static void tell(
      KafkaProducer<byte[], byte[]> producer, MailTopic topic, CloudEvent event) {
    var _ = producer.send(event.toRecord(topic));
    if (event.time().isAfter(NOW.minus(RETENTION))) {
      told++;
    }
  }

  /** One life of the index in a directory. */
  private static final class Life implements AutoCloseable {
    final Database database;
    final IndexTurns turns;
    final SupervisedLoop loop;

    Life(Path directory) {
      database = new Database(directory, 1024);
      turns = new IndexTurns(new EventStore(database), RETENTION, InstantSource.fixed(NOW));
      loop =
          new SupervisedLoop(
                  "index-test", _ -> Index.consumer(kafka), turns, SupervisedLoop.Limits.USUAL)
              .start();
    }

    /** Every row of every table but the positions. */
    List<String> rows() {
      return database.lend(
          connection -> {
            var rows = new ArrayList<String>();
            for (var table : List.of("event", "message", "participant")) {
              try (var statement = connection.createStatement();
                  var found = statement.executeQuery("SELECT * FROM " + table)) {
                while (found.next()) {
                  var row = new StringBuilder(table);
                  for (int n = 1; n <= found.getMetaData().getColumnCount(); n++) {
                    row.append('|').append(found.getString(n));
                  }
                  rows.add(row.toString());
                }
              }
            }
            rows.sort(null);
            return rows;
          });
    }

    void execute(String sql) {
      database.atOnce(
          connection -> {
            try (var statement = connection.createStatement()) {
              return statement.executeUpdate(sql);
            }
          });
    }

    @Override
    public void close() {
      loop.close();
      database.close();
    }
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean() && System.nanoTime() - end < 0) {
      Thread.sleep(20);
    }
    assertThat(condition.getAsBoolean()).isTrue();
  }

  @Test
  void readsTheTopicsOnceMoreAfterTheDatabaseWasDeletedAndTwiceChangesNothing() throws Exception {
    var directory = temporary.resolve("console");
    List<String> first;
    try (var life = new Life(directory)) {
      await(() -> life.turns.indexed() == told);
      await(() -> life.turns.skipped() == 1);
      first = life.rows();
    }
    assertThat(first)
        .anyMatch(row -> row.startsWith("message|t1|") && row.contains("|rejected|"))
        .anyMatch(row -> row.startsWith("message|t2|") && row.contains("|delivered|"))
        .anyMatch(row -> row.startsWith("event|dead-letter/verifier/mail.verify/3/7|"))
        .contains("participant|t1|AUTHOR||bank.example")
        .contains("participant|t2|FORWARD_PATH|bob@y.example|y.example")
        .noneMatch(row -> row.contains("old"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
        .isEqualTo("rwx------");

    try (var life = new Life(directory)) {
      await(life.turns::isRunning);
      life.execute("DELETE FROM topic_position");
    }
    try (var life = new Life(directory)) { // which reads everything, and finds nothing new
      await(() -> life.turns.skipped() == 1);
      await(() -> positions(life) > 3);
      assertThat(life.turns.indexed()).isZero();
      assertThat(life.rows()).isEqualTo(first);
    }

    delete(directory);
    try (var life = new Life(directory)) {
      await(() -> life.turns.indexed() == told);
      assertThat(life.rows()).isEqualTo(first);
    }
  }

  private static int positions(Life life) {
    return new EventStore(life.database).positions().size();
  }

  @Test
  void aDatabaseThatIsBrokenIsSeenAndTriedAgain() throws Exception {
    var directory = temporary.resolve("broken");
    Files.createDirectory(directory);
    var file = directory.resolve("index.mv.db");
    Files.write(file, new byte[64 * 1024]);
    try (var life = new Life(directory)) {
      await(() -> life.loop.restarts() > 1);
      assertThat(life.turns.isRunning()).isFalse();
      assertThat(life.loop.standstill()).isEmpty(); // not to be started anew for that
      Files.delete(file);
      await(() -> life.turns.indexed() == told);
    }
  }

  @Test
  void anIndexOfTheFirstSchemaGoesOnWithWhatItHas() throws Exception {
    var directory = temporary.resolve("first");
    Files.createDirectory(directory);
    var url = "jdbc:h2:file:" + directory.resolve("index").toAbsolutePath();
    try (var connection = DriverManager.getConnection(url);
        var statement = connection.createStatement();
        var schema = Database.class.getResourceAsStream("schema-1.sql")) {
      for (var sql : new String(schema.readAllBytes(), UTF_8).split(";\\R", -1)) {
        statement.execute(sql.isBlank() ? "SELECT 1" : sql);
      }
      statement.execute("CREATE TABLE schema_version (applied INTEGER PRIMARY KEY)");
      statement.execute("INSERT INTO schema_version (applied) VALUES (1)");
      statement.execute(
          "INSERT INTO message (transaction_id, first_at, last_at, helo)"
              + " VALUES ('before', TIMESTAMP WITH TIME ZONE '2026-11-29 09:00:00+00:00',"
              + " TIMESTAMP WITH TIME ZONE '2026-11-29 09:00:00+00:00', 'h')");
    }
    try (var life = new Life(directory)) {
      await(() -> life.turns.indexed() == told);
      assertThat(life.rows())
          .anyMatch(row -> row.startsWith("message|before|"))
          .anyMatch(row -> row.endsWith("|" + Told.messageId("t1") + "|TLSv1.3 <script>"));
    }
  }

  @Test
  void whatIsOlderThanTheRetentionIsForgotten() throws Exception {
    try (var life = new Life(temporary.resolve("old"))) {
      await(() -> life.turns.indexed() == told);
      var store = new EventStore(life.database);
      assertThat(store.forget(NOW)).isFalse();
      assertThat(life.rows()).isNotEmpty();
      assertThat(store.forget(NOW.plusSeconds(10))).isFalse();
      assertThat(life.rows()).isEmpty();
    }
  }

  private static void delete(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      for (var file : files.toList()) {
        Files.delete(file);
      }
    }
  }
}
