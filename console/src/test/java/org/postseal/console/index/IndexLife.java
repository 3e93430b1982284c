package org.postseal.console.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import org.postseal.following.SupervisedLoop;

/** One life of an index at a place. */
final class IndexLife implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  final Database database;
  final IndexTurns turns;
  final SupervisedLoop loop;

  IndexLife(Place place, ToldTopics topics) {
    database = new Database(place);
    turns =
        new IndexTurns(
            new EventStore(database), ToldTopics.RETENTION, InstantSource.fixed(ToldTopics.NOW));
    loop =
        new SupervisedLoop(
                "index-test",
                _ -> Index.consumer(topics.kafka()),
                turns,
                SupervisedLoop.Limits.USUAL)
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
                rows.add(table + row(found));
              }
            }
          }
          rows.sort(null);
          return rows;
        });
  }

  /** The same whatever the database. */
  private static String row(ResultSet found) throws SQLException {
    var row = new StringBuilder();
    var columns = found.getMetaData();
    for (int n = 1; n <= columns.getColumnCount(); n++) {
      boolean isTime = columns.getColumnTypeName(n).toLowerCase(Locale.ROOT).startsWith("time");
      var time = isTime ? found.getObject(n, OffsetDateTime.class) : null;
      row.append('|').append(isTime ? time == null ? null : time.toInstant() : found.getString(n));
    }
    return row.toString();
  }

  int positions() {
    return new EventStore(database).positions().size();
  }

  void execute(String sql) {
    database.atOnce(
        connection -> {
          try (var statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
          }
        });
  }

  static void await(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean() && System.nanoTime() - end < 0) {
      Thread.sleep(20);
    }
    assertThat(condition.getAsBoolean()).isTrue();
  }

  @Override
  public void close() {
    loop.close();
    database.close();
  }
}
