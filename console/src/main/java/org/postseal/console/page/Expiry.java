package org.postseal.console.page;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** When something ends, as people write it. Pure. */
final class Expiry {
  private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

  private Expiry() {}

  /** What was written is no time. */
  static final class UnreadableException extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableException() {
      super("When it ends is like 12h, 30d, 2026-01-31 or 2026-01-31T08:00:00Z, or empty: never.");
    }
  }

  /** Empty: never. Days begin at midnight UTC. */
  static Optional<Instant> of(@Nullable String text, InstantSource clock)
      throws UnreadableException {
    var said = text == null ? "" : text.strip();
    if (said.isEmpty()) {
      return Optional.empty();
    }
    try {
      if (said.matches("[0-9]{1,5}[hd]")) {
        long number = Long.parseLong(said.substring(0, said.length() - 1));
        var time = said.endsWith("h") ? Duration.ofHours(number) : Duration.ofDays(number);
        return Optional.of(clock.instant().plus(time));
      }
      var at =
          said.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}")
              ? LocalDate.parse(said).atStartOfDay(ZoneOffset.UTC).toInstant()
              : OffsetDateTime.parse(said).toInstant();
      if (at.isBefore(LATEST)) {
        return Optional.of(at);
      }
    } catch (DateTimeException _) {
      // said below
    }
    throw new UnreadableException();
  }
}
