package org.postseal.console.index;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * Writes the index: the events of one poll, what they say of messages, and where reading goes on,
 * in one transaction. What is already there is passed over, so that reading something twice changes
 * nothing.
 */
final class EventStore {
  /** How many rows one statement of {@link #forget} deletes. */
  private static final int FORGOTTEN = 1000;

  private final Database database;

  EventStore(Database database) {
    this.database = database;
  }

  /** A participant of a message. */
  private record Named(String transactionId, Participant participant) {}

  /** Where reading goes on. Blocks. */
  Map<TopicPartition, Long> positions() {
    return database.lend(
        connection -> {
          var positions = new HashMap<TopicPartition, Long>();
          try (var statement = connection.createStatement();
              var rows =
                  statement.executeQuery(
                      "SELECT topic, partition_number, next_offset FROM topic_position")) {
            while (rows.next()) {
              positions.put(new TopicPartition(rows.getString(1), rows.getInt(2)), rows.getLong(3));
            }
          }
          return positions;
        });
  }

  /** Stores events, and that reading goes on after them. Returns how many are new. Blocks. */
  int store(List<IndexedEvent> events, Map<TopicPartition, Long> next) {
    return database.atOnce(
        connection -> {
          var fresh = fresh(connection, events);
          insert(connection, fresh.values());
          merge(connection, fresh.values());
          name(connection, fresh.values());
          moveOn(connection, next);
          return fresh.size();
        });
  }

  private static Map<String, IndexedEvent> fresh(Connection connection, List<IndexedEvent> events)
      throws SQLException {
    var fresh = new LinkedHashMap<String, IndexedEvent>();
    events.forEach(event -> fresh.putIfAbsent(event.key(), event));
    try (var rows =
        SqlList.select(
            connection, "SELECT event_key FROM event WHERE event_key IN", fresh.keySet())) {
      var known = new HashSet<String>();
      rows.forEach(row -> known.add(row.getString(1)));
      fresh.keySet().removeAll(known);
    }
    return fresh;
  }

  private static void insert(Connection connection, Collection<IndexedEvent> events)
      throws SQLException {
    try (var row =
        connection.prepareStatement(
            "INSERT INTO event (event_key, happened_at, word, subject, source, facts)"
                + " VALUES (?,?,?,?,?,?)")) {
      for (var event : events) {
        row.setString(1, event.key());
        row.setObject(2, MessageRow.time(event.at()));
        row.setString(3, event.word());
        row.setString(4, event.subject());
        row.setString(5, event.source());
        row.setString(6, event.data());
        row.addBatch();
      }
      row.executeBatch();
    }
  }

  private static void merge(Connection connection, Collection<IndexedEvent> events)
      throws SQLException {
    var told = new LinkedHashMap<String, Message>();
    for (var event : events) {
      event.message().ifPresent(m -> told.merge(m.transactionId(), m, Message::with));
    }
    var known = new HashMap<String, Message>();
    try (var rows =
        SqlList.select(connection, MessageRow.SELECT + " WHERE transaction_id IN", told.keySet())) {
      rows.forEach(row -> known.put(row.getString("transaction_id"), MessageRow.of(row)));
    }
    try (var update = connection.prepareStatement(MessageRow.UPDATE);
        var insert = connection.prepareStatement(MessageRow.INSERT)) {
      for (var message : told.values()) {
        var before = known.get(message.transactionId());
        var row = before == null ? insert : update;
        MessageRow.set(row, before == null ? message : before.with(message));
        row.addBatch();
      }
      insert.executeBatch();
      update.executeBatch();
    }
  }

  private static void name(Connection connection, Collection<IndexedEvent> events)
      throws SQLException {
    Set<Named> named = new HashSet<>();
    var ids = new HashSet<String>();
    for (var event : events) {
      event.participants().forEach(one -> named.add(new Named(event.subject(), one)));
      if (!event.participants().isEmpty()) {
        ids.add(event.subject());
      }
    }
    try (var rows =
        SqlList.select(
            connection,
            "SELECT transaction_id, role_word, address, domain FROM participant"
                + " WHERE transaction_id IN",
            ids)) {
      rows.forEach(
          row ->
              named.remove(
                  new Named(
                      row.getString(1),
                      new Participant(
                          Participant.Role.valueOf(row.getString(2)),
                          row.getString(3),
                          row.getString(4)))));
    }
    try (var row =
        connection.prepareStatement(
            "INSERT INTO participant (transaction_id, role_word, address, domain)"
                + " VALUES (?,?,?,?)")) {
      for (var one : named) {
        row.setString(1, one.transactionId());
        row.setString(2, one.participant().role().name());
        row.setString(3, one.participant().address());
        row.setString(4, one.participant().domain());
        row.addBatch();
      }
      row.executeBatch();
    }
  }

  private static void moveOn(Connection connection, Map<TopicPartition, Long> next)
      throws SQLException {
    try (var update =
            connection.prepareStatement(
                "UPDATE topic_position SET next_offset=? WHERE topic=? AND partition_number=?");
        var insert =
            connection.prepareStatement(
                "INSERT INTO topic_position (next_offset, topic, partition_number)"
                    + " VALUES (?,?,?)")) {
      for (var one : next.entrySet()) {
        for (var statement : List.of(update, insert)) {
          statement.setLong(1, one.getValue());
          statement.setString(2, one.getKey().topic());
          statement.setInt(3, one.getKey().partition());
          if (statement.executeUpdate() > 0) {
            break;
          }
        }
      }
    }
  }

  /** Forgets some of what is older. Returns whether there may be more of it. Blocks. */
  boolean forget(Instant before) {
    return database.atOnce(
        connection -> {
          int events =
              delete(
                  connection,
                  "DELETE FROM event WHERE event_key IN (SELECT event_key FROM event"
                      + " WHERE happened_at < ? ORDER BY happened_at"
                      + " FETCH FIRST 1000 ROWS ONLY)",
                  before);
          var ids =
              old(
                  connection,
                  "SELECT transaction_id FROM message WHERE last_at < ? ORDER BY last_at"
                      + " FETCH FIRST 1000 ROWS ONLY",
                  before);
          SqlList.delete(connection, "DELETE FROM participant WHERE transaction_id IN", ids);
          SqlList.delete(connection, "DELETE FROM message WHERE transaction_id IN", ids);
          return events == FORGOTTEN || ids.size() == FORGOTTEN;
        });
  }

  private static int delete(Connection connection, String sql, Instant before) throws SQLException {
    try (var statement = connection.prepareStatement(sql)) {
      statement.setObject(1, MessageRow.time(before));
      return statement.executeUpdate();
    }
  }

  private static Set<String> old(Connection connection, String sql, Instant before)
      throws SQLException {
    var ids = new HashSet<String>();
    try (var statement = connection.prepareStatement(sql)) {
      statement.setObject(1, MessageRow.time(before));
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          ids.add(rows.getString(1));
        }
      }
    }
    return Collections.unmodifiableSet(ids);
  }
}
