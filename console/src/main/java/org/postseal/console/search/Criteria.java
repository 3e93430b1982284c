package org.postseal.console.search;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postseal.console.index.Kind;
import org.postseal.console.index.MessageRow;
import org.postseal.console.index.Participant;

/** Which messages are meant: all that is said must be true. As SQL with parameters. */
public final class Criteria {
  private static final int MOST = 1000;

  private final List<String> conditions = new ArrayList<>();
  private final List<Object> parameters = new ArrayList<>();

  /** A criterion that nothing can meet, and why. */
  public static final class UnusableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnusableException(String what) {
      super(what, null, false, false);
    }
  }

  /** What somebody asks for; what is blank does not count. */
  public record Asked(
      Optional<String> transaction,
      Optional<String> address,
      Optional<String> domain,
      Optional<String> client,
      Optional<String> rule,
      Optional<String> outcome,
      Optional<String> since,
      Optional<String> until) {}

  /**
   * Reads what is asked.
   *
   * @throws UnusableException if a time or an outcome is none
   */
  public static Criteria of(Asked asked, InstantSource clock) {
    var criteria = new Criteria();
    given(asked.transaction()).ifPresent(id -> criteria.add("m.transaction_id = ?", id));
    given(asked.address())
        .map(Participant::address)
        .ifPresent(address -> criteria.participant("address", address));
    given(asked.domain())
        .map(Participant::domain)
        .ifPresent(domain -> criteria.participant("domain", domain));
    given(asked.client())
        .ifPresent(
            client ->
                criteria.add(
                    client.contains("/") ? "m.client_network = ?" : "m.client = ?", client));
    given(asked.rule()).ifPresent(rule -> criteria.add("m.rule_name = ?", rule));
    given(asked.outcome()).ifPresent(criteria::outcome);
    given(asked.since())
        .map(text -> time(text, clock))
        .ifPresent(at -> criteria.add("m.first_at >= ?", MessageRow.time(at)));
    given(asked.until())
        .map(text -> time(text, clock))
        .ifPresent(at -> criteria.add("m.first_at < ?", MessageRow.time(at)));
    return criteria;
  }

  private static Optional<String> given(Optional<String> text) {
    return text.map(String::strip).filter(one -> !one.isEmpty());
  }

  private void outcome(String word) {
    var kind =
        Kind.ofWord(word)
            .filter(known -> known.about() != Kind.About.ELSE)
            .orElseThrow(() -> new UnusableException("there is no such outcome"));
    add(kind.about() == Kind.About.DELIVERY ? "m.delivery = ?" : "m.outcome = ?", kind.word());
  }

  private void participant(String column, String value) {
    add(
        "m.transaction_id IN (SELECT p.transaction_id FROM participant p WHERE p."
            + column
            + " = ?)",
        value);
  }

  private void add(String condition, Object... values) {
    conditions.add(condition);
    parameters.addAll(List.of(values));
  }

  /**
   * A time: RFC 3339, or a number and s, m, h or d, so long ago.
   *
   * @throws UnusableException if it is none
   */
  public static Instant time(String text, InstantSource clock) {
    try {
      if (text.matches("[0-9]{1,6}[smhd]")) {
        long number = Long.parseLong(text.substring(0, text.length() - 1));
        return clock.instant().minusSeconds(number * seconds(text.charAt(text.length() - 1)));
      }
      var at = OffsetDateTime.parse(text).toInstant();
      if (at.isAfter(Instant.EPOCH) && at.isBefore(Instant.parse("9999-01-01T00:00:00Z"))) {
        return at;
      }
    } catch (DateTimeException _) {
      // said below
    }
    throw new UnusableException("a time is like 2h, 3d or 2026-01-31T08:00:00Z");
  }

  private static long seconds(char unit) {
    return switch (unit) {
      case 's' -> 1;
      case 'm' -> 60;
      case 'h' -> 3_600;
      default -> 86_400;
    };
  }

  String where() {
    return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
  }

  List<Object> parameters() {
    return List.copyOf(parameters);
  }

  /** How many may be asked for. */
  public static int limit(int asked) {
    return Math.clamp(asked, 1, MOST);
  }
}
