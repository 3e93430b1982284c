package org.postseal.console.index;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.h2.jdbcx.JdbcConnectionPool;
import org.jspecify.annotations.Nullable;

/**
 * The index, opened when it is first needed and again after it was closed. SQL here is what H2 and
 * PostgreSQL both understand.
 */
public final class Database implements AutoCloseable {
  private static final int CONNECTIONS = 8;
  private static final int PATIENCE_SECONDS = 5;
  private static final int SCHEMAS = 2;

  private final Place place;
  private @Nullable JdbcConnectionPool pool;

  /** Nothing is opened yet. */
  public Database(Place place) {
    this.place = place;
  }

  /** A failure of the database, whatever it is. */
  public static final class AwayException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    AwayException(Throwable cause) {
      super("the index cannot be used: " + cause.getMessage(), cause);
    }
  }

  /** Work with one connection, outside transactions. */
  interface Work<T> {
    T with(Connection connection) throws SQLException;
  }

  /** Lends a connection. Blocks. */
  <T> T lend(Work<T> work) {
    try (var connection = connections().getConnection()) {
      return work.with(connection);
    } catch (SQLException e) {
      throw new AwayException(e);
    }
  }

  /** Makes something of a row. */
  public interface Reading<T> {
    T of(ResultSet row) throws SQLException;
  }

  /** The rows of a query, which may take {@value #PATIENCE_SECONDS} s. Blocks. */
  public <T> List<T> ask(String sql, List<?> parameters, Reading<T> reading) {
    return lend(
        connection -> {
          try (var statement = connection.prepareStatement(sql)) {
            statement.setQueryTimeout(PATIENCE_SECONDS);
            int index = 0;
            for (var parameter : parameters) {
              statement.setObject(++index, parameter);
            }
            var found = new ArrayList<T>();
            try (var rows = statement.executeQuery()) {
              while (rows.next()) {
                found.add(reading.of(rows));
              }
            }
            return found;
          }
        });
  }

  /** Lends a connection for one transaction: all of the work is done, or none. Blocks. */
  <T> T atOnce(Work<T> work) {
    return lend(
        connection -> {
          connection.setAutoCommit(false);
          try {
            var result = work.with(connection);
            connection.commit();
            return result;
          } catch (SQLException | RuntimeException e) {
            connection.rollback();
            throw e;
          } finally {
            connection.setAutoCommit(true);
          }
        });
  }

  private synchronized JdbcConnectionPool connections() {
    var open = pool;
    if (open == null) {
      open = open();
      pool = open;
    }
    return open;
  }

  private JdbcConnectionPool open() {
    var opened = pool();
    try (var connection = opened.getConnection()) {
      migrate(connection);
      return opened;
    } catch (SQLException | RuntimeException e) {
      opened.dispose();
      throw new AwayException(e);
    }
  }

  private JdbcConnectionPool pool() {
    try {
      var made = JdbcConnectionPool.create(place.source());
      made.setMaxConnections(CONNECTIONS);
      made.setLoginTimeout(PATIENCE_SECONDS);
      return made;
    } catch (IOException e) {
      throw new AwayException(e);
    }
  }

  /** Schemas are numbered; those that are missing are applied in order. */
  private static void migrate(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("CREATE TABLE IF NOT EXISTS schema_version (applied INTEGER PRIMARY KEY)");
      int applied;
      try (var rows =
          statement.executeQuery("SELECT COALESCE(MAX(applied), 0) FROM schema_version")) {
        rows.next();
        applied = rows.getInt(1);
      }
      if (applied > SCHEMAS) {
        throw new SQLException("it was made by a newer version: delete it, it is read anew");
      }
      for (int next = applied + 1; next <= SCHEMAS; next++) {
        for (var sql : schema(next).split(";\\R", -1)) {
          if (!sql.isBlank()) {
            statement.execute(sql);
          }
        }
        statement.execute("INSERT INTO schema_version (applied) VALUES (" + next + ")");
      }
    }
  }

  private static String schema(int number) {
    try (var in = Database.class.getResourceAsStream("schema-" + number + ".sql")) {
      if (in == null) {
        throw new IllegalStateException("schema " + number + " is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Closes it; what is lent next opens it again. */
  @Override
  public synchronized void close() {
    var open = pool;
    pool = null;
    if (open != null) {
      open.dispose();
    }
  }
}
