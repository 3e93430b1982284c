package org.postseal.registry.journal;

/** Why a change is not made; it never reaches a topic. */
public sealed interface Refusal {

  /** For the caller. */
  String detail();

  /** What the change is about is not there. */
  record NotFound(String detail) implements Refusal {}

  /** It contradicts what is there. */
  record Conflict(String detail) implements Refusal {}

  /** The caller's {@link Precondition} does not hold any more. */
  record PreconditionFailed(String detail) implements Refusal {}
}
