package org.postseal.authentication.spf;

/** Whether a mechanism matched, RFC 7208 §4.6.2. */
sealed interface Match {
  record Matches() implements Match {}

  record NotThis() implements Match {}

  /** The mechanism threw an exception, in the RFC's words: the check ends with this. */
  record Ends(SpfOutcome outcome) implements Match {}

  static Match when(boolean matches) {
    return matches ? new Matches() : new NotThis();
  }

  static Match permanentError(String reason) {
    return new Ends(new SpfOutcome.PermanentError(reason));
  }
}
