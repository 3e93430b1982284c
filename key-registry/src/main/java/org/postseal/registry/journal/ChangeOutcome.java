package org.postseal.registry.journal;

import java.util.Optional;

/** What became of a change that somebody asked for. */
public sealed interface ChangeOutcome {

  /**
   * Committed, and read back by this replica.
   *
   * @param positions how far a replica must have read to see it
   */
  record Made(JournalPositions positions) implements ChangeOutcome {}

  record Refused(Refusal refusal) implements ChangeOutcome {}

  /** This replica does not write; the one that does may be known. Nothing was written. */
  record NotTheWriter(Optional<WriterLocation> writer) implements ChangeOutcome {}

  /** Kafka did not do its part. Nothing was written, unless the detail says that is not known. */
  record Unavailable(String detail) implements ChangeOutcome {}
}
