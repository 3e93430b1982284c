package org.postseal.commandline.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class SinceTest {
  private static final Instant NOW = Instant.parse("2026-11-24T00:30:00Z");
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @ParameterizedTest
  @CsvSource({
    "90s, 2026-11-24T00:28:30Z",
    "30m, 2026-11-24T00:00:00Z",
    "1h, 2026-11-23T23:30:00Z",
    "2d, 2026-11-22T00:30:00Z",
    "PT1H, 2026-11-23T23:30:00Z",
    "pt24h, 2026-11-23T00:30:00Z",
    "today, 2026-11-23T23:00:00Z",
    "Yesterday, 2026-11-22T23:00:00Z",
    "2026-11-20, 2026-11-19T23:00:00Z",
    "2026-11-20T10:00:00Z, 2026-11-20T10:00:00Z",
    "2026-11-20T10:00:00+01:00, 2026-11-20T09:00:00Z",
  })
  void when(String text, Instant expected) {
    assertThat(Since.parse(text, NOW, BERLIN)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "1", "h", "1w", "tomorrow", "2026-13-01", "2026-11-20T10:00", "-1h", "PT"})
  void neverElse(String text) {
    assertThatThrownBy(() -> Since.parse(text, NOW, BERLIN))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageStartingWith("'" + text + "' is none of 30m, 1h");
  }
}
