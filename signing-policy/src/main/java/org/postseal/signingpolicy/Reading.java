package org.postseal.signingpolicy;

import java.util.Optional;

/** What came of reading text that somebody else wrote. */
public sealed interface Reading<T> {

  /** It follows the grammar. */
  record WellFormed<T>(T value) implements Reading<T> {}

  /**
   * It does not.
   *
   * @param reason one clause for people; quotes nothing of the text
   */
  record Malformed<T>(String reason) implements Reading<T> {}

  /** What was read, if it follows the grammar. */
  default Optional<T> found() {
    return switch (this) {
      case WellFormed<T>(T value) -> Optional.of(value);
      case Malformed<T> _ -> Optional.empty();
    };
  }
}
