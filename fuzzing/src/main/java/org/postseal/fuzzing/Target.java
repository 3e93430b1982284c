package org.postseal.fuzzing;

import java.util.function.Supplier;

/**
 * Something that can be attacked.
 *
 * @param word the name that the launcher and the folders of seeds have for it, in lower case with
 *     hyphens
 * @param attack makes a new attack
 */
public record Target(String word, Supplier<Attack> attack) {
  @Override
  public String toString() {
    return word;
  }
}
