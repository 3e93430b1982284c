package org.postseal.console.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class SessionsTest {
  private Instant now = Instant.parse("2026-11-29T10:00:00Z");
  private final Sessions sessions = new Sessions(Duration.ofHours(12), () -> now);

  @Test
  void aTokenOpensOneSessionWhichEnds() {
    var token = sessions.newLink();
    var session = sessions.open(token).orElseThrow();
    assertThat(token).matches("[A-Za-z0-9_-]{43}");
    assertThat(session).matches("[A-Za-z0-9_-]{43}").isNotEqualTo(token);
    assertThat(sessions.open(token)).isEmpty();
    assertThat(sessions.isOpen(session)).isTrue();
    assertThat(sessions.isOpen(token)).isFalse();
    now = now.plus(Duration.ofHours(12));
    assertThat(sessions.isOpen(session)).isFalse();
  }

  @Test
  void aNewLinkEndsTheOneBefore() {
    var before = sessions.newLink();
    var _ = sessions.newLink();
    assertThat(sessions.open(before)).isEmpty();
    assertThat(sessions.open("")).isEmpty();
  }

  @Test
  void ofTooManyTheOldestEnds() {
    var open = new ArrayList<String>();
    for (int n = 0; n <= Sessions.MOST; n++) {
      open.add(sessions.open(sessions.newLink()).orElseThrow());
    }
    assertThat(sessions.isOpen(open.getFirst())).isFalse();
    assertThat(open.stream().filter(sessions::isOpen)).hasSize(Sessions.MOST);
  }
}
