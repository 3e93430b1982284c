package org.postseal.relay.delivery;

import java.util.AbstractList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Content that can be let go of and is then read again piece by piece, each when somebody asks for
 * it: a next hop that hangs holds no memory but the piece it hangs at.
 */
final class LazyPieces extends AbstractList<byte[]> {
  private final AtomicReferenceArray<byte[]> held;
  private final Source source;

  /** Has the pieces for good. Blocks. */
  interface Source {
    byte[] piece(int index);
  }

  LazyPieces(List<byte[]> pieces, Source source) {
    this.held = new AtomicReferenceArray<>(pieces.toArray(byte[][]::new));
    this.source = source;
  }

  @Override
  public byte[] get(int index) {
    var piece = held.get(index);
    return piece == null ? source.piece(index) : piece;
  }

  @Override
  public int size() {
    return held.length();
  }

  void letGo() {
    for (int i = 0; i < held.length(); i++) {
      held.setRelease(i, null);
    }
  }
}
