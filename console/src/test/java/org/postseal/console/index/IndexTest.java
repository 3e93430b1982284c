package org.postseal.console.index;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The index with a real broker and a real database. */
class IndexTest {
  @TempDir static Path brokerDirectory;
  private static ToldTopics topics;
  @TempDir Path temporary;

  @BeforeAll
  static void startBroker() throws Exception {
    topics = new ToldTopics(brokerDirectory);
  }

  @AfterAll
  static void stopBroker() {
    topics.close();
  }

  private static IndexLife lifeIn(Path directory) {
    return new IndexLife(new Place.Embedded(directory, 1024), topics);
  }

  @Test
  void readsTheTopicsOnceMoreAfterTheDatabaseWasDeletedAndTwiceChangesNothing() throws Exception {
    var directory = temporary.resolve("console");
    List<String> first;
    try (var life = lifeIn(directory)) {
      IndexLife.await(() -> life.turns.indexed() == topics.told());
      IndexLife.await(() -> life.turns.skipped() == 1);
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

    try (var life = lifeIn(directory)) {
      IndexLife.await(life.turns::isRunning);
      life.execute("DELETE FROM topic_position");
    }
    try (var life = lifeIn(directory)) { // which reads everything, and finds nothing new
      IndexLife.await(() -> life.turns.skipped() == 1);
      IndexLife.await(() -> life.positions() > 3);
      assertThat(life.turns.indexed()).isZero();
      assertThat(life.rows()).isEqualTo(first);
    }

    delete(directory);
    try (var life = lifeIn(directory)) {
      IndexLife.await(() -> life.turns.indexed() == topics.told());
      assertThat(life.rows()).isEqualTo(first);
    }
  }

  @Test
  void aDatabaseThatIsBrokenIsSeenAndTriedAgain() throws Exception {
    var directory = temporary.resolve("broken");
    Files.createDirectory(directory);
    var file = directory.resolve("index.mv.db");
    Files.write(file, new byte[64 * 1024]);
    try (var life = lifeIn(directory)) {
      IndexLife.await(() -> life.loop.restarts() > 1);
      assertThat(life.turns.isRunning()).isFalse();
      assertThat(life.loop.standstill()).isEmpty(); // not to be started anew for that
      Files.delete(file);
      IndexLife.await(() -> life.turns.indexed() == topics.told());
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
    try (var life = lifeIn(directory)) {
      IndexLife.await(() -> life.turns.indexed() == topics.told());
      assertThat(life.rows())
          .anyMatch(row -> row.startsWith("message|before|"))
          .anyMatch(row -> row.endsWith("|" + Told.messageId("t1") + "|TLSv1.3 <script>"));
    }
  }

  @Test
  void whatIsOlderThanTheRetentionIsForgotten() throws Exception {
    try (var life = lifeIn(temporary.resolve("old"))) {
      IndexLife.await(() -> life.turns.indexed() == topics.told());
      var store = new EventStore(life.database);
      assertThat(store.forget(ToldTopics.NOW)).isFalse();
      assertThat(life.rows()).isNotEmpty();
      assertThat(store.forget(ToldTopics.NOW.plusSeconds(10))).isFalse();
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
