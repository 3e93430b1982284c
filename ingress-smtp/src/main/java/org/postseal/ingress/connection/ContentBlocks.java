package org.postseal.ingress.connection;

import java.util.ArrayList;
import java.util.List;
import org.postseal.ingress.acceptance.HeaderEdit;
import org.postseal.ingress.session.MessageOctets;

/**
 * The octets of one message while it is in flight, in blocks that grow with it. Copying them in
 * once makes the memory they take exact, whatever slices they came in.
 */
final class ContentBlocks {
  private static final int SMALLEST_BLOCK = 4 * 1024;
  private static final int LARGEST_BLOCK = 256 * 1024;

  private final int firstBlock;
  private final List<byte[]> blocks = new ArrayList<>(4);
  private long capacity;
  private long length;

  /**
   * @param expected octets, as far as the client said
   */
  ContentBlocks(long expected) {
    this.firstBlock = Math.clamp(expected, SMALLEST_BLOCK, LARGEST_BLOCK);
  }

  long length() {
    return length;
  }

  /** Octets of memory in use. */
  long capacity() {
    return capacity;
  }

  /** Octets of memory in use once {@code more} octets have been appended. */
  long capacityAfter(int more) {
    long after = capacity;
    while (after < length + more) {
      after += nextBlock(after);
    }
    return after;
  }

  private int nextBlock(long soFar) {
    return soFar == 0 ? firstBlock : Math.clamp(soFar, SMALLEST_BLOCK, LARGEST_BLOCK);
  }

  void append(byte[] octets, int offset, int count) {
    int at = offset;
    int left = count;
    while (left > 0) {
      if (length == capacity) {
        var block = new byte[nextBlock(capacity)];
        blocks.add(block);
        capacity += block.length;
      }
      var last = blocks.getLast();
      int free = (int) (capacity - length);
      int part = Math.min(left, free);
      System.arraycopy(octets, at, last, last.length - free, part);
      length += part;
      at += part;
      left -= part;
    }
  }

  /** The message as it is to be stored: {@code fields}, then these octets after {@code edit}. */
  MessageOctets edited(byte[] fields, HeaderEdit edit) {
    var slices = new ArrayList<MessageOctets.Slice>(blocks.size() + 4);
    slices.add(new MessageOctets.Slice(fields, 0, fields.length));
    slices.add(new MessageOctets.Slice(edit.prepended(), 0, edit.prepended().length));
    long at = 0;
    for (var deletion : edit.deletions()) {
      addSlices(slices, at, deletion.from());
      at = deletion.to();
    }
    addSlices(slices, at, length);
    return new MessageOctets(slices);
  }

  private void addSlices(List<MessageOctets.Slice> slices, long from, long to) {
    long blockStart = 0;
    for (var block : blocks) {
      long begin = Math.max(from, blockStart);
      long end = Math.min(to, blockStart + block.length);
      if (begin < end) {
        slices.add(new MessageOctets.Slice(block, (int) (begin - blockStart), (int) (end - begin)));
      }
      blockStart += block.length;
    }
  }
}
