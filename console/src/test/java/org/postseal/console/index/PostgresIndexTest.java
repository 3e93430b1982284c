package org.postseal.console.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postseal.topics.MessageId;

/**
 * The index in a real PostgreSQL holds what the embedded one holds, and comes back when it does.
 */
class PostgresIndexTest {
  @TempDir static Path directory;
  private static ToldTopics topics;
  private static EmbeddedPostgres server;

  @BeforeAll
  static void start() throws Exception {
    assumeTrue(
        System.getProperty("os.name").equals("Linux")
            && System.getProperty("os.arch").equals("amd64"),
        "the tests' PostgreSQL is for Linux on amd64");
    topics = new ToldTopics(directory.resolve("broker"));
    server = started(0);
  }

  private static EmbeddedPostgres started(int port) throws IOException {
    var builder =
        EmbeddedPostgres.builder()
            .setDataDirectory(directory.resolve("postgres"))
            .setCleanDataDirectory(false)
            .setPGStartupWait(Duration.ofSeconds(60));
    return (port == 0 ? builder : builder.setPort(port)).start();
  }

  @AfterAll
  static void stop() throws Exception {
    if (topics != null) {
      topics.close();
    }
    if (server != null) {
      server.close();
    }
  }

  private static Place place() throws IOException {
    var password = directory.resolve("password");
    Files.writeString(password, "postgres\n");
    var url = "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres";
    return new Place.Server(url, Optional.of("postgres"), Optional.of(password));
  }

  @Test
  void itHoldsWhatTheEmbeddedOneHoldsAndReplaysChangeNothing() throws Exception {
    List<String> embedded;
    try (var life =
        new IndexLife(new Place.Embedded(directory.resolve("embedded"), 1024), topics)) {
      IndexLife.await(() -> life.turns.indexed() == topics.told());
      embedded = life.rows();
    }
    try (var life = new IndexLife(place(), topics)) {
      IndexLife.await(() -> life.turns.indexed() == topics.told());
      assertThat(life.rows()).isEqualTo(embedded);
      life.execute("DELETE FROM topic_position");
    }
    try (var life = new IndexLife(place(), topics)) {
      IndexLife.await(() -> life.turns.skipped() == 1);
      IndexLife.await(() -> life.positions() > 3);
      assertThat(life.turns.indexed()).isZero();
      assertThat(life.rows()).isEqualTo(embedded);
      theLongestTextsThereCanBeAreKept(life);
      goesOnWhenTheServerIsBack(life);
      life.execute("DROP TABLE event, message, participant, topic_position, schema_version");
    }
  }

  /** The longest texts there can be, in characters that databases do not compress. */
  private static void theLongestTextsThereCanBeAreKept(IndexLife life) throws Exception {
    var store = new EventStore(life.database);
    var hostile = new StringBuilder();
    for (int n = 0; n < 2000; n++) {
      hostile.append((char) (0x4e00 + n * 7 % 0x5000));
    }
    var id = MessageId.of(hostile.toString()).orElseThrow();
    var event = Told.received("t4", ToldTopics.NOW, hostile + "@" + hostile, hostile.toString());
    var read = MessageTest.indexed(event, id);
    assertThat(store.store(List.of(read), Map.of())).isEqualTo(1);
    assertThat(store.store(List.of(read), Map.of())).isZero();
    assertThat(life.rows()).anyMatch(row -> row.startsWith("message|t4|") && row.contains(id));
    assertThat(store.forget(ToldTopics.NOW.plusMillis(1))).isFalse();
    assertThat(life.rows()).noneMatch(row -> row.startsWith("message|t4|"));
  }

  private static void goesOnWhenTheServerIsBack(IndexLife life) throws Exception {
    int port = server.getPort();
    server.close();
    assertThatThrownBy(life::rows).isInstanceOf(Database.AwayException.class);
    IndexLife.await(() -> !life.turns.isRunning());
    server = started(port);
    IndexLife.await(life.turns::isRunning);
    assertThat(life.rows()).isNotEmpty();
  }
}
