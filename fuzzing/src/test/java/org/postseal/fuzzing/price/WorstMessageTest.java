package org.postseal.fuzzing.price;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postseal.fuzzing.price.DearKeys.ChainKey;

/**
 * A short search for the dearest message, and what longer ones have found. The bound of time is
 * wide, because tests run without the JVM's second compiler and beside others: what it has to tell
 * apart is what grows with the square of something. {@code docs/fuzzing.md} has the figures.
 */
class WorstMessageTest {
  private static final int MOST_QUESTIONS = 100;
  private static final double MOST_MILLISECONDS = 1_000;

  @Test
  void noMessageThatIsFoundTakesLong() {
    requireCheap(search(20261129, Price::milliseconds));
  }

  @Test
  void noMessageThatIsFoundAsksMuch() {
    requireCheap(search(11292026, Price::questions));
  }

  private static Price search(long seed, ToDoubleFunction<Price> worth) {
    return new WorstMessage(seed, worth).search(15).price();
  }

  /** With keys of 4,096 bits and the longest exponent that is taken, and a chain of 50 sets. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0,0,24,0,5,50,0,0,640,0,0,0,0,0,0,0,0,0,0",
        "0,0,24,0,24,50,0,200,640,0,0,30,0,300,0,0,40,2,0",
        "10,13,12,13,8,22,40,900,0,30,36,0,0,272,296,127,29,0,9"
      })
  void whatLongSearchesFoundStaysCheap(String recipe) {
    requireCheap(Price.of(Recipe.parse(recipe), ChainKey.DEAR, 3));
  }

  private static void requireCheap(Price price) {
    assertThat(price.questions()).as("%s", price).isLessThanOrEqualTo(MOST_QUESTIONS);
    assertThat(price.milliseconds()).as("%s", price).isLessThan(MOST_MILLISECONDS);
  }
}
