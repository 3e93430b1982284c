package org.postseal.fuzzing.price;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How much of each ingredient a message holds.
 *
 * @param amounts in the order of the ingredients
 */
record Recipe(int[] amounts) {
  private static final String SEPARATOR = ",";
  private static final List<Ingredient> ALL = List.of(Ingredient.values());

  /** Nothing but a From field. */
  static final Recipe PLAIN = new Recipe(new int[ALL.size()]);

  static Recipe random(Random random) {
    return new Recipe(ALL.stream().mapToInt(one -> random.nextInt(one.most() + 1)).toArray());
  }

  /** As {@link #toString} writes it. */
  static Recipe parse(String text) {
    return new Recipe(Stream.of(text.split(SEPARATOR)).mapToInt(Integer::parseInt).toArray());
  }

  int of(Ingredient ingredient) {
    return amounts[ALL.indexOf(ingredient)];
  }

  /** With one to three amounts changed: to nothing, the most, a little other, or anything. */
  Recipe changed(Random random) {
    int[] changed = amounts.clone();
    for (int i = random.nextInt(3); i >= 0; i--) {
      int which = random.nextInt(changed.length);
      int most = ALL.get(which).most();
      changed[which] =
          switch (random.nextInt(4)) {
            case 0 -> 0;
            case 1 -> most;
            case 2 -> Math.clamp(changed[which] + random.nextInt(5) - 2L, 0, most);
            default -> random.nextInt(most + 1);
          };
    }
    return new Recipe(changed);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Recipe(int[] theirs) && Arrays.equals(amounts, theirs);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(amounts);
  }

  @Override
  public String toString() {
    return Arrays.stream(amounts).mapToObj(String::valueOf).collect(Collectors.joining(SEPARATOR));
  }
}
