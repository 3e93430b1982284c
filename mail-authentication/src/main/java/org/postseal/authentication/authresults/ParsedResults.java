package org.postseal.authentication.authresults;

/** What came of reading an Authentication-Results field. */
public sealed interface ParsedResults {
  /** It says this; nothing of it is proven, not even who says it. */
  record WellFormed(AuthenticationResults results) implements ParsedResults {}

  /**
   * It breaks the syntax of RFC 8601 §2.2, so nothing of it can be relied on.
   *
   * @param reason one clause for people
   */
  record Malformed(String reason) implements ParsedResults {}
}
