package org.postseal.endtoend.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class AlertOperandsTest {
  @Test
  void bothSidesOfAThreshold() {
    assertThat(AlertOperands.of("sum(a{x=\"1\"}) / sum(a) > 0.05"))
        .containsExactly("sum(a{x=\"1\"}) / sum(a)", "0.05");
  }

  @Test
  void everyAlternative() {
    assertThat(AlertOperands.of("rate(a[5m]) > 0 or b != 1"))
        .containsExactly("rate(a[5m])", "0", "b", "1");
  }

  @Test
  void whatIsNotToBeAbsent() {
    assertThat(AlertOperands.of("absent(up{s=\"a\"} == 1) or absent(up{s=\"b\"} == 1)"))
        .containsExactly("up{s=\"a\"} == 1", "up{s=\"b\"} == 1");
  }

  @Test
  void aFilterWithinParenthesesIsNoThreshold() {
    assertThat(AlertOperands.of("(min by (i) (a) > 0) - time() < 14 * 86400"))
        .containsExactly("(min by (i) (a) > 0) - time()", "14 * 86400");
  }

  @Test
  void whatIsNoThresholdIsSaidToBeNone() {
    assertThatThrownBy(() -> AlertOperands.of("sum(a)")).hasMessageContaining("sum(a)");
  }
}
