package org.postseal.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ActingForTest {
  private static final String HOLDER = "operator/1a2b3c4d";

  @Test
  void aNameIsAddedToTheHoldersAndNeverReplacesIt() {
    assertThat(ActingFor.named(HOLDER, Optional.empty())).contains(HOLDER);
    assertThat(ActingFor.named(HOLDER, Optional.of("console/alice@example.org")))
        .contains("operator/1a2b3c4d for console/alice@example.org");
  }

  @Test
  void whatCouldBeReadAsSomethingElseIsNoName() {
    for (var text :
        List.of("", " ", "a b", "a\nb", "/a", "a,b", "<b>", "\u0430", "a".repeat(129))) {
      assertThat(ActingFor.named(HOLDER, Optional.of(text))).as(text).isEmpty();
    }
    assertThat(ActingFor.isName("a".repeat(128))).isTrue();
  }
}
