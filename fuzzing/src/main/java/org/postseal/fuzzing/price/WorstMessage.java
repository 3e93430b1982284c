package org.postseal.fuzzing.price;

import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.postseal.fuzzing.price.DearKeys.ChainKey;

/**
 * Looks for the message that costs most: begins with random ones and goes on from the dearest so
 * far by small changes, with a new beginning now and then. The same seed takes the same way as far
 * as the clock lets it.
 */
public final class WorstMessage {
  private static final int TIMES = 2;
  private static final int PATIENCE = 40;

  private final Random random;
  private final ToDoubleFunction<Price> worth;
  private Recipe dearest;
  private Price price;

  /**
   * @param worth what is looked for: time, questions
   */
  WorstMessage(long seed, ToDoubleFunction<Price> worth) {
    this.random = new Random(seed);
    this.worth = worth;
    this.dearest = Recipe.random(random);
    this.price = Price.of(dearest, ChainKey.QUICK, TIMES);
  }

  /** Tries so many messages. */
  WorstMessage search(int rounds) {
    var current = dearest;
    double currentWorth = worth.applyAsDouble(price);
    int idle = 0;
    for (int i = 0; i < rounds; i++) {
      var next = idle < PATIENCE ? current.changed(random) : Recipe.random(random);
      var found = Price.of(next, ChainKey.QUICK, TIMES);
      double foundWorth = worth.applyAsDouble(found);
      if (foundWorth > currentWorth || idle >= PATIENCE) {
        current = next;
        currentWorth = foundWorth;
        idle = 0;
      } else {
        idle++;
      }
      if (foundWorth > worth.applyAsDouble(price)) {
        dearest = next;
        price = found;
      }
    }
    return this;
  }

  Recipe recipe() {
    return dearest;
  }

  Price price() {
    return price;
  }

  /**
   * {@code SEED ROUNDS} searches, for time and for questions; a recipe as such a search prints it
   * costs so much in a process that has seen one plain message (cold), and in one that has seen
   * many (warm), with the dearest keys.
   */
  public static void main(String[] arguments) {
    if (arguments.length == 1) {
      var recipe = Recipe.parse(arguments[0]);
      var _ = Price.of(Recipe.PLAIN, ChainKey.QUICK, 1);
      System.out.println("cold: " + Price.of(recipe, ChainKey.DEAR, 1));
      System.out.println("warm: " + Price.of(recipe, ChainKey.DEAR, 50));
      return;
    }
    long seed = Long.parseLong(arguments[0]);
    int rounds = Integer.parseInt(arguments[1]);
    var slow = new WorstMessage(seed, Price::milliseconds).search(rounds);
    System.out.println("time: " + slow.price() + "\n" + slow.recipe());
    var asking = new WorstMessage(seed, Price::questions).search(rounds);
    System.out.println("questions: " + asking.price() + "\n" + asking.recipe());
  }
}
