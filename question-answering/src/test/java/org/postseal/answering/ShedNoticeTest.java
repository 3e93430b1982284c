package org.postseal.answering;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class ShedNoticeTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  private final ShedNotice notice = new ShedNotice();

  @Test
  void theFirstIsSaidAtOnceAndTheOthersOnceAMinute() {
    assertThat(notice.dropped(NOW.minusSeconds(600), NOW))
        .hasValueSatisfying(text -> assertThat(text).contains(": 1; the last is 600 s old"));
    assertThat(notice.dropped(NOW, NOW.plusSeconds(1))).isEmpty();
    assertThat(notice.dropped(NOW, NOW.plusSeconds(59))).isEmpty();
    assertThat(notice.dropped(NOW.plusSeconds(30), NOW.plusSeconds(60)))
        .hasValueSatisfying(text -> assertThat(text).contains(": 3; the last is 30 s old"));
  }
}
