package org.postseal.commandline.monitor;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Locale;
import java.util.regex.Pattern;
import picocli.CommandLine.TypeConversionException;

/**
 * When to begin: {@code 90s}, {@code 30m}, {@code 1h}, {@code 2d} or an ISO 8601 duration ago,
 * {@code today} or {@code yesterday} at midnight, a date, or an RFC 3339 time.
 */
final class Since {
  private static final Pattern AGO = Pattern.compile("(\\d{1,6})([smhd])");
  private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

  private Since() {}

  /**
   * Reads it.
   *
   * @throws TypeConversionException it is none of these
   */
  static Instant parse(String text, Instant now, ZoneId zone) {
    var word = text.strip().toLowerCase(Locale.ROOT);
    var ago = AGO.matcher(word);
    try {
      if (ago.matches()) {
        return now.minus(Duration.ofSeconds(Long.parseLong(ago.group(1)) * seconds(ago.group(2))));
      }
      if (word.startsWith("p")) {
        return now.minus(Duration.parse(text));
      }
      if (word.equals("today") || word.equals("yesterday")) {
        var today = LocalDate.ofInstant(now, zone);
        return midnight(word.equals("today") ? today : today.minusDays(1), zone);
      }
      return DATE.matcher(word).matches()
          ? midnight(LocalDate.parse(word), zone)
          : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException | ArithmeticException _) {
      throw new TypeConversionException(
          "'"
              + text
              + "' is none of 30m, 1h, 2d, PT1H, today, yesterday, 2026-11-23,"
              + " 2026-11-23T10:00:00Z");
    }
  }

  private static long seconds(String unit) {
    return switch (unit) {
      case "s" -> 1;
      case "m" -> 60;
      case "h" -> 3600;
      default -> 86_400;
    };
  }

  private static Instant midnight(LocalDate day, ZoneId zone) {
    return day.atStartOfDay(zone).toInstant();
  }
}
