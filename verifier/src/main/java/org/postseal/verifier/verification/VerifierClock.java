package org.postseal.verifier.verification;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;

/** The time by which signatures are judged. Deadlines and caches go by the system's clock. */
final class VerifierClock {
  private static final String FILE = "file:";

  private VerifierClock() {}

  /**
   * The clock that {@link VerifierSettings#clock()} names.
   *
   * @throws IllegalArgumentException if it names none
   */
  static InstantSource of(String setting) {
    if (setting.equals("system")) {
      return InstantSource.system();
    }
    if (setting.startsWith(FILE)) {
      var file = Path.of(setting.substring(FILE.length()));
      return () -> read(file);
    }
    return InstantSource.fixed(parse(setting));
  }

  private static Instant read(Path file) {
    try {
      return parse(Files.readString(file).strip());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the clock " + file, e);
    }
  }

  private static Instant parse(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("not an RFC 3339 instant: " + text, e);
    }
  }
}
