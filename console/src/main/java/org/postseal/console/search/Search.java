package org.postseal.console.search;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.postseal.console.index.Database;
import org.postseal.console.index.Message;
import org.postseal.console.index.MessageRow;
import org.postseal.topics.Json;
import org.postseal.topics.MalformedRecordException;

/** Asks the index. Everything blocks, for some seconds at most. */
@Singleton
public final class Search {
  private static final int MOST_EVENTS = 500;

  private final Database database;

  Search(Database database) {
    this.database = database;
  }

  /**
   * An event of a message, or of something else.
   *
   * @param facts its data, JSON
   */
  public record Event(Instant at, String word, String subject, String source, String facts) {

    /** Its data. */
    public JsonNode data() {
      try {
        return Json.read(facts.getBytes(StandardCharsets.UTF_8), JsonNode.class);
      } catch (MalformedRecordException e) {
        throw new IllegalStateException("the index holds what is no JSON", e);
      }
    }
  }

  /** How often something was seen. */
  public record Count(String name, long times) {}

  /** Messages that are meant, the newest first. */
  public List<Message> messages(Criteria criteria, int limit) {
    return database.ask(
        MessageRow.SELECT
            + criteria.where()
            + " ORDER BY m.first_at DESC FETCH FIRST "
            + Criteria.limit(limit)
            + " ROWS ONLY",
        criteria.parameters(),
        MessageRow::of);
  }

  /** One message. */
  public Optional<Message> message(String transactionId) {
    return database
        .ask(
            MessageRow.SELECT + " WHERE m.transaction_id = ?",
            List.of(transactionId),
            MessageRow::of)
        .stream()
        .findFirst();
  }

  /** What happened to it, the oldest first. */
  public List<Event> timeLine(String transactionId) {
    return database.ask(
        "SELECT happened_at, word, subject, source, facts FROM event WHERE subject = ?"
            + " ORDER BY happened_at, event_key FETCH FIRST "
            + MOST_EVENTS
            + " ROWS ONLY",
        List.of(transactionId),
        Search::event);
  }

  /** What else happened since then, of these kinds, the newest first. */
  public List<Event> events(List<String> words, Instant since, int limit) {
    var parameters = new ArrayList<Object>(words);
    parameters.add(MessageRow.time(since));
    return database.ask(
        "SELECT happened_at, word, subject, source, facts FROM event WHERE word IN ("
            + String.join(",", Collections.nCopies(words.size(), "?"))
            + ") AND happened_at >= ? ORDER BY happened_at DESC, event_key FETCH FIRST "
            + Criteria.limit(limit)
            + " ROWS ONLY",
        parameters,
        Search::event);
  }

  /** How many messages came to which outcome since then, by rule; the most frequent first. */
  public List<Count> outcomes(Instant since) {
    return counts(
        "outcome || ' · ' || COALESCE(rule_name, 'no rule')", "outcome <> 'received'", since);
  }

  /** In whose name mail was refused. */
  public List<Count> refusedAuthors(Instant since) {
    return counts("author_domain", "outcome = 'rejected' AND author_domain IS NOT NULL", since);
  }

  /** From which networks refused mail came. */
  public List<Count> refusedNetworks(Instant since) {
    return counts("client_network", "outcome = 'rejected' AND client_network IS NOT NULL", since);
  }

  private List<Count> counts(String what, String condition, Instant since) {
    return database.ask(
        "SELECT what, COUNT(*) AS times FROM (SELECT "
            + what
            + " AS what FROM message WHERE "
            + condition
            + " AND first_at >= ?) AS seen GROUP BY what ORDER BY times DESC, what"
            + " FETCH FIRST 50 ROWS ONLY",
        List.of(MessageRow.time(since)),
        row -> new Count(row.getString(1), row.getLong(2)));
  }

  private static Event event(ResultSet row) throws SQLException {
    return new Event(
        row.getObject(1, OffsetDateTime.class).toInstant(),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        row.getString(5));
  }
}
