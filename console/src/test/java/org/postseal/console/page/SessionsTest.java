package org.postseal.console.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.postseal.access.Role;

class SessionsTest {
  private Instant now = Instant.parse("2026-11-29T10:00:00Z");
  private final Sessions sessions = new Sessions(Duration.ofHours(12), () -> now);

  @Test
  void aTokenOpensOneSessionWhichEnds() {
    var token = sessions.newLink(Role.OPERATOR);
    var session = sessions.open(token).orElseThrow();
    assertThat(token).matches("[A-Za-z0-9_-]{43}");
    assertThat(session).matches("[A-Za-z0-9_-]{43}").isNotEqualTo(token);
    assertThat(sessions.open(token)).isEmpty();
    assertThat(sessions.find(session).orElseThrow().role()).isEqualTo(Role.OPERATOR);
    assertThat(sessions.find(token)).isEmpty();
    now = now.plus(Duration.ofHours(12));
    assertThat(sessions.find(session)).isEmpty();
  }

  @Test
  void aNewLinkEndsTheOneBefore() {
    var before = sessions.newLink(Role.OPERATOR);
    var _ = sessions.newLink(Role.OPERATOR);
    assertThat(sessions.open(before)).isEmpty();
    assertThat(sessions.open("")).isEmpty();
  }

  @Test
  void ofTooManyTheOldestEnds() {
    var open = new ArrayList<String>();
    for (int n = 0; n <= Sessions.MOST; n++) {
      open.add(sessions.open(sessions.newLink(Role.OPERATOR)).orElseThrow());
    }
    assertThat(sessions.find(open.getFirst())).isEmpty();
    assertThat(open.stream().flatMap(one -> sessions.find(one).stream())).hasSize(Sessions.MOST);
  }

  @Test
  void aLinkOpensASessionOfItsRoleAndNoOther() {
    var operator = sessions.newLink(Role.OPERATOR);
    var viewer = sessions.newLink(Role.VIEWER);
    var seen = sessions.find(sessions.open(viewer).orElseThrow()).orElseThrow();
    assertThat(seen.role()).isEqualTo(Role.VIEWER);
    assertThat(seen.name()).matches("viewer-[0-9a-f]{8}");
    var acting = sessions.find(sessions.open(operator).orElseThrow()).orElseThrow();
    assertThat(acting.role()).isEqualTo(Role.OPERATOR);
    assertThat(acting.formToken()).hasSize(43).isNotEqualTo(seen.formToken());
  }
}
