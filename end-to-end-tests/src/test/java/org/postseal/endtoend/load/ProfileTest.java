package org.postseal.endtoend.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which sizes a run brings. */
class ProfileTest {

  /** Wherever one begins to count, and far beyond what an int holds when multiplied. */
  @Test
  void anyHundredMessagesHaveEveryShare() {
    for (int first : new int[] {0, 1, 63, 100_000_000}) {
      var sizes =
          IntStream.range(first, first + 100)
              .mapToObj(Profile.MIXED::octetsOf)
              .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
      assertThat(sizes).isEqualTo(Map.of(5_120, 70L, 61_440, 20L, 1_048_576, 8L, 10_485_760, 2L));
    }
  }

  @Test
  void largeMessagesAreSpreadAmongTheOthers() {
    var at = IntStream.range(0, 200).filter(i -> Profile.MIXED.octetsOf(i) == 10_485_760).toArray();
    assertThat(IntStream.range(1, at.length).map(i -> at[i] - at[i - 1]))
        .allMatch(distance -> distance > 10);
  }

  @Test
  void oneSizeIsAllThereIs() {
    assertThat(Profile.parse("30720").sizes()).containsExactly(30_720);
    assertThat(Profile.parse("30720").octetsOf(7)).isEqualTo(30_720);
    assertThat(Profile.parse("mixed")).isEqualTo(Profile.MIXED);
  }

  @Test
  void sharesAddUp() {
    assertThatThrownBy(() -> new Profile("less", List.of(new Profile.Share(1, 99))))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
