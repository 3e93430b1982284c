package org.postseal.console.index;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/** Statements whose last condition is {@code IN (?,?,…)}, with a parameter for each value. */
final class SqlList implements AutoCloseable {
  private final @Nullable PreparedStatement statement;

  private SqlList(@Nullable PreparedStatement statement) {
    this.statement = statement;
  }

  /** What is done with a row. */
  interface Row {
    void take(ResultSet row) throws SQLException;
  }

  /** A query that has not been asked; for no values it has no rows. */
  static SqlList select(Connection connection, String sql, Collection<String> values)
      throws SQLException {
    return new SqlList(values.isEmpty() ? null : prepared(connection, sql, values));
  }

  static void delete(Connection connection, String sql, Collection<String> values)
      throws SQLException {
    if (!values.isEmpty()) {
      try (var statement = prepared(connection, sql, values)) {
        statement.executeUpdate();
      }
    }
  }

  private static PreparedStatement prepared(
      Connection connection, String sql, Collection<String> values) throws SQLException {
    var marks = String.join(",", Collections.nCopies(values.size(), "?"));
    var statement = connection.prepareStatement(sql + " (" + marks + ")");
    int index = 0;
    for (var value : values) {
      statement.setString(++index, value);
    }
    return statement;
  }

  void forEach(Row taker) throws SQLException {
    if (statement != null) {
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          taker.take(rows);
        }
      }
    }
  }

  @Override
  public void close() throws SQLException {
    if (statement != null) {
      statement.close();
    }
  }
}
