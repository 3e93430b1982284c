package org.postseal.ingress.connection;

import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.postseal.authentication.message.DigestedMessage;
import org.postseal.authentication.message.MessageDigester;
import org.postseal.ingress.acceptance.HeaderEdit;
import org.postseal.ingress.load.ContentBudget;
import org.postseal.ingress.load.MemoryBudget;
import org.postseal.ingress.session.MessageOctets;
import org.postseal.ingress.session.Spoilage;

/**
 * Takes in the content of one transaction: finds its end, digests it, keeps it within the memory
 * budget. Content that cannot be accepted any more is read on to its end and not kept.
 */
final class ContentReceiver {
  /** What is reserved when the client does not say how much it will send. */
  static final int UNDECLARED = 256 * 1024;

  private static final byte[] CRLF = {'\r', '\n'};

  private final long sizeLimit;
  private final ContentFraming framing;
  private final MessageDigester digester;
  private final MemoryBudget.Reservation reservation;
  private @Nullable ContentBlocks blocks;
  private Optional<Spoilage> spoilage = Optional.empty();
  private long size;

  ContentReceiver(
      long sizeLimit,
      ContentFraming framing,
      MessageDigester digester,
      OptionalLong declared,
      MemoryBudget.Reservation reservation) {
    this.sizeLimit = sizeLimit;
    this.framing = framing;
    this.digester = digester;
    this.reservation = reservation;
    this.blocks = new ContentBlocks(declared.orElse(0));
  }

  /** Asks for memory for {@code count} more octets. */
  MemoryBudget.Growth makeRoom(int count) {
    if (blocks == null) {
      return MemoryBudget.Growth.GRANTED;
    }
    var growth = reservation.growTo(ContentBudget.charge(blocks.capacityAfter(count)), size);
    if (growth == MemoryBudget.Growth.DROPPED) {
      spoil(Spoilage.OUT_OF_MEMORY);
    }
    return growth;
  }

  /** Takes octets up to the end of the content, and returns how many those were. */
  int feed(byte[] octets, int offset, int length) {
    return framing.feed(octets, offset, length, this::take);
  }

  private void take(byte[] octets, int offset, int length) {
    size += length;
    if (size > sizeLimit) {
      spoil(Spoilage.TOO_LARGE);
    }
    if (blocks != null) {
      blocks.append(octets, offset, length);
      digester.update(octets, offset, length);
    }
  }

  boolean isComplete() {
    return framing.isComplete();
  }

  /** Whether a chunk that is not the last one was received. */
  boolean isChunkComplete() {
    return framing.isChunkComplete();
  }

  void beginChunk(long octets, boolean last) {
    framing.beginChunk(octets, last);
  }

  long size() {
    return size;
  }

  /** The content is needed no more, for this reason. The first reason is the one that is told. */
  void spoil(Spoilage reason) {
    if (spoilage.isEmpty()) {
      spoilage = Optional.of(reason);
    }
    drop();
  }

  /**
   * After the end: why the content cannot be accepted, if so. Else it stays until it is dropped.
   */
  Optional<Spoilage> settle() {
    completeLine();
    if (spoilage().isEmpty()
        && blocks != null
        && !reservation.settle(ContentBudget.charge(blocks.capacity()))) {
      spoil(Spoilage.OUT_OF_MEMORY);
    }
    return spoilage;
  }

  /** A last line that came without CRLF gets it, as it must have to go on through DATA. */
  private void completeLine() {
    if (!framing.lacksLineEnd()) {
      return;
    }
    switch (makeRoom(CRLF.length)) {
      case GRANTED -> take(CRLF, 0, CRLF.length);
      case WAIT -> spoil(Spoilage.OUT_OF_MEMORY);
      case DROPPED -> {}
    }
  }

  /** Why the content cannot be accepted, as far as it has come. */
  Optional<Spoilage> spoilage() {
    framing
        .defect()
        .ifPresent(
            defect ->
                spoil(
                    switch (defect) {
                      case BARE_CR -> Spoilage.BARE_CR;
                      case BARE_LF -> Spoilage.BARE_LF;
                      case LINE_TOO_LONG -> Spoilage.LINE_TOO_LONG;
                      case NUL_AT_LINE_START -> Spoilage.NUL_AT_LINE_START;
                    }));
    return spoilage;
  }

  DigestedMessage digested() {
    return digester.finish();
  }

  MessageOctets edited(byte[] fields, HeaderEdit edit) {
    if (blocks == null) {
      throw new IllegalStateException("the content was dropped");
    }
    return blocks.edited(fields, edit);
  }

  /** Gives the memory back. */
  void drop() {
    blocks = null;
    reservation.release();
  }
}
