package org.postseal.endtoend.accounting;

/**
 * A name that was put on the registry's blocklist.
 *
 * @param name of no other change
 * @param answer what the registry said
 * @param line its answer, or why there was none
 */
public record Change(String name, Answer answer, String line) {
  /** What can be said. */
  public enum Answer {
    ACKNOWLEDGED,
    /** An error, or no answer: it may be kept or not. */
    UNKNOWN
  }
}
