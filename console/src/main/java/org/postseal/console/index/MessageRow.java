package org.postseal.console.index;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/** A {@link Message} as a row. */
public final class MessageRow {
  /** Its columns, in the order of {@link #set}, the key last. */
  static final String COLUMNS =
      "first_at, last_at, outcome, decided_at, rule_name, reply, delivery, delivery_at,"
          + " reverse_path, client, client_network, helo, author_domain, size_octets,"
          + " transaction_id";

  /** What {@link #of} reads. */
  public static final String SELECT = "SELECT " + COLUMNS + " FROM message m";

  static final String INSERT =
      "INSERT INTO message (" + COLUMNS + ") VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)";
  static final String UPDATE =
      "UPDATE message SET first_at=?, last_at=?, outcome=?, decided_at=?, rule_name=?, reply=?,"
          + " delivery=?, delivery_at=?, reverse_path=?, client=?, client_network=?, helo=?,"
          + " author_domain=?, size_octets=? WHERE transaction_id=?";

  private MessageRow() {}

  static void set(PreparedStatement row, Message message) throws SQLException {
    var decision = message.decision();
    var delivery = message.delivery();
    var source = message.source();
    row.setObject(1, time(message.at()));
    row.setObject(2, time(message.lastAt()));
    row.setString(3, decision.map(d -> d.kind().word()).orElse(null));
    row.setObject(4, decision.map(d -> time(d.at())).orElse(null));
    row.setString(5, decision.flatMap(Message.Decision::rule).orElse(null));
    row.setString(6, decision.flatMap(Message.Decision::reply).orElse(null));
    row.setString(7, delivery.map(d -> d.kind().word()).orElse(null));
    row.setObject(8, delivery.map(d -> time(d.at())).orElse(null));
    row.setString(9, source.map(Message.Source::reversePath).orElse(null));
    row.setString(10, source.map(Message.Source::client).orElse(null));
    row.setString(11, source.map(Message.Source::network).orElse(null));
    row.setString(12, source.map(Message.Source::helo).orElse(null));
    row.setString(13, message.authorDomain().orElse(null));
    row.setObject(14, message.size().orElse(null));
    row.setString(15, message.transactionId());
  }

  /** Reads the row that is at hand. */
  public static Message of(ResultSet row) throws SQLException {
    return new Message(
        row.getString("transaction_id"),
        time(row, "first_at").orElseThrow(),
        time(row, "last_at").orElseThrow(),
        decision(row),
        delivery(row),
        source(row),
        text(row, "author_domain"),
        Optional.ofNullable(row.getObject("size_octets", Long.class)));
  }

  private static Optional<Message.Decision> decision(ResultSet row) throws SQLException {
    var at = time(row, "decided_at");
    var kind = text(row, "outcome").flatMap(Kind::ofWord);
    if (at.isEmpty() || kind.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Message.Decision(kind.get(), at.get(), text(row, "rule_name"), text(row, "reply")));
  }

  private static Optional<Message.Delivery> delivery(ResultSet row) throws SQLException {
    var at = time(row, "delivery_at");
    var kind = text(row, "delivery").flatMap(Kind::ofWord);
    return at.isEmpty() || kind.isEmpty()
        ? Optional.empty()
        : Optional.of(new Message.Delivery(kind.get(), at.get()));
  }

  private static Optional<Message.Source> source(ResultSet row) throws SQLException {
    var reversePath = text(row, "reverse_path");
    if (reversePath.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Message.Source(
            reversePath.get(),
            text(row, "client").orElse(""),
            text(row, "client_network").orElse(""),
            text(row, "helo").orElse("")));
  }

  private static Optional<String> text(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getString(column));
  }

  private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }

  /** A time as JDBC takes it. */
  public static OffsetDateTime time(Instant at) {
    return at.atOffset(ZoneOffset.UTC);
  }
}
