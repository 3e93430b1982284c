package org.postseal.following;

import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/**
 * What a commit says: what is finished, and when that was known.
 *
 * <p>As metadata: {@code f1}, the time in milliseconds, and {@link FinishedOffsets#text}, separated
 * by blanks. Metadata of anybody else counts as none.
 *
 * @param finished base and runs
 * @param at by the clock of whoever committed; empty if he did not say
 */
public record CommitNote(FinishedOffsets finished, Optional<Instant> at) {
  private static final String VERSION = "f1";
  private static final int FIELDS = 3;

  OffsetAndMetadata toKafka() {
    return new OffsetAndMetadata(
        finished.base(),
        VERSION + " " + at.orElse(Instant.EPOCH).toEpochMilli() + " " + finished.text());
  }

  /** Reads a commit of ours, or of somebody who knows offsets only. */
  public static CommitNote of(OffsetAndMetadata committed) {
    var fields = committed.metadata().split(" ", -1);
    if (fields.length == FIELDS && fields[0].equals(VERSION)) {
      try {
        return new CommitNote(
            FinishedOffsets.of(committed.offset(), fields[2]),
            Optional.of(Instant.ofEpochMilli(Long.parseLong(fields[1]))));
      } catch (IllegalArgumentException _) {
        // not ours after all: what is beyond the offset is done again
      }
    }
    return new CommitNote(FinishedOffsets.below(committed.offset()), Optional.empty());
  }
}
