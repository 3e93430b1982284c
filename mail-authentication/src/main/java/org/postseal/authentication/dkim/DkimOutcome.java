package org.postseal.authentication.dkim;

/** How the verification of one signature ended. */
public sealed interface DkimOutcome {
  /** The signature is valid, and good enough for this Verifier. */
  record Success() implements DkimOutcome {}

  /**
   * It is not.
   *
   * @param reason one clause for people; never octets of the message that could break a line
   */
  record Failure(DkimDefect defect, String reason) implements DkimOutcome {}
}
