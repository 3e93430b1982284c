package org.postseal.topics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransactionIdTest {
  @Test
  void sortsByTime() {
    var earlier = TransactionId.next(Fixtures.NOW).value();
    var later = TransactionId.next(Fixtures.NOW.plusMillis(1)).value();
    assertThat(earlier).isLessThan(later);
  }

  @Test
  void differsWithinAMillisecond() {
    var seen = new HashSet<String>();
    for (int i = 0; i < 10_000; i++) {
      assertThat(seen.add(TransactionId.next(Fixtures.NOW).value())).isTrue();
    }
  }

  @Test
  void readsWhatItWrites() {
    var id = TransactionId.next(Fixtures.NOW);
    assertThat(TransactionId.parse(id.value())).contains(id);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "01", "01KAP6V6T8AAAAAAAAAAAAAAAU", "01kap6v6t8aaaaaaaaaaaaaaaa"})
  void isNothingElse(String text) {
    assertThat(TransactionId.parse(text)).isEmpty();
  }
}
