package org.postseal.endtoend.interop;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What an alert looks at, without the threshold that it has not crossed: an alert that asks for a
 * metric that is not there looks the same as one whose system is well.
 *
 * <p>Splits at {@code or}, {@code and} and at the comparison outside of all parentheses; of {@code
 * absent(X)} it is X that must be there. Knows no more of PromQL than our alerts use.
 */
final class AlertOperands {
  private static final String ABSENT = "absent(";
  private static final Set<String> COMPARISONS = Set.of("==", "!=", ">=", "<=", ">", "<");

  private AlertOperands() {}

  /** Every expression that must have data while the system is well. */
  static List<String> of(String alert) {
    var operands = new ArrayList<String>();
    for (var alternative : split(alert, Set.of("or", "and"))) {
      if (alternative.startsWith(ABSENT)) {
        operands.add(alternative.substring(ABSENT.length(), alternative.length() - 1));
        continue;
      }
      var sides = split(alternative, COMPARISONS);
      if (sides.size() != 2) {
        throw new IllegalArgumentException("one comparison is understood here: " + alternative);
      }
      operands.addAll(sides);
    }
    return operands;
  }

  /** The parts between words, separated by blanks, that stand outside of parentheses. */
  private static List<String> split(String expression, Set<String> separators) {
    var parts = new ArrayList<String>();
    var part = new StringBuilder();
    int depth = 0;
    for (var word : expression.strip().split("\\s+", -1)) {
      if (depth == 0 && separators.contains(word)) {
        parts.add(part.toString().strip());
        part.setLength(0);
      } else {
        part.append(' ').append(word);
        depth += depthOf(word);
      }
    }
    parts.add(part.toString().strip());
    return parts;
  }

  private static int depthOf(String word) {
    int depth = 0;
    for (int i = 0; i < word.length(); i++) {
      depth +=
          switch (word.charAt(i)) {
            case '(', '{', '[' -> 1;
            case ')', '}', ']' -> -1;
            default -> 0;
          };
    }
    return depth;
  }
}
