package org.postseal.commandline;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** The word that was meant, judged by how little it differs from the one that was typed. */
public final class Suggestion {
  private static final int LETTERS_FOR_ONE_ERROR = 3;
  private static final int LONGEST = 40;

  private Suggestion() {}

  /** The nearest candidate; empty if none is near. */
  public static Optional<String> of(String typed, Collection<String> candidates) {
    if (typed.length() > LONGEST) {
      return Optional.empty();
    }
    int most = Math.max(1, typed.length() / LETTERS_FOR_ONE_ERROR);
    return candidates.stream()
        .filter(candidate -> candidate.length() > 2)
        .filter(candidate -> errors(typed, candidate) <= most)
        .min(
            Comparator.<String>comparingInt(candidate -> errors(typed, candidate))
                .thenComparing(Comparator.naturalOrder()));
  }

  /** How many letters must be changed, put in, taken out or exchanged with the next. */
  private static int errors(String typed, String candidate) {
    if (candidate.startsWith(typed) && typed.replace("-", "").length() > 1) {
      return 1;
    }
    var distances = new int[typed.length() + 1][candidate.length() + 1];
    for (int i = 0; i <= typed.length(); i++) {
      for (int j = 0; j <= candidate.length(); j++) {
        distances[i][j] = i == 0 || j == 0 ? i + j : step(distances, i, j, typed, candidate);
      }
    }
    return distances[typed.length()][candidate.length()];
  }

  private static int step(int[][] distances, int i, int j, String typed, String candidate) {
    int changed = typed.charAt(i - 1) == candidate.charAt(j - 1) ? 0 : 1;
    int fewest =
        Math.min(
            Math.min(distances[i - 1][j], distances[i][j - 1]) + 1,
            distances[i - 1][j - 1] + changed);
    boolean exchanged =
        i > 1
            && j > 1
            && typed.charAt(i - 1) == candidate.charAt(j - 2)
            && typed.charAt(i - 2) == candidate.charAt(j - 1);
    return exchanged ? Math.min(fewest, distances[i - 2][j - 2] + 1) : fewest;
  }
}
