package org.postseal.registry.journal;

import java.util.Optional;

/** What a caller thinks is there, RFC 9110 §13.1. */
public sealed interface Precondition {

  /** Nothing said. */
  record None() implements Precondition {}

  /** {@code If-Match}: this very version. */
  record Version(long version) implements Precondition {}

  /** {@code If-Match: *}: whatever is there, but something. */
  record Present() implements Precondition {}

  /** {@code If-None-Match: *}: nothing yet. */
  record Absent() implements Precondition {}

  default boolean isMetBy(Optional<? extends Versioned<?>> present) {
    return switch (this) {
      case None() -> true;
      case Version(long version) -> present.filter(p -> p.version() == version).isPresent();
      case Present() -> present.isPresent();
      case Absent() -> present.isEmpty();
    };
  }
}
