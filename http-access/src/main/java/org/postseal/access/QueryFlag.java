package org.postseal.access;

import org.jspecify.annotations.Nullable;
import org.postseal.access.Problem.ProblemException;

/** Parameters of a query that are true or false: a third word is an error and not a no. */
public final class QueryFlag {
  private QueryFlag() {}

  /**
   * Reads one; absent is false.
   *
   * @throws ProblemException 400, if it is neither
   */
  public static boolean read(String name, @Nullable String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      case null -> false;
      default ->
          throw new ProblemException(Problem.badRequest(name + " is neither true nor false"));
    };
  }
}
