package org.postseal.ingress.connection;

import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;

/** What a client has sent and nobody has taken yet: usually the array the socket was read into. */
final class ReceivedOctets {
  private static final byte[] NONE = new byte[0];

  private byte[] octets = NONE;
  private int at;
  private int end;

  /** Adds what the socket has read. */
  @SuppressWarnings("deprecation") // the only way to the octets without another copy
  void add(Buffer buffer) {
    ByteBuf more = buffer.getByteBuf();
    if (isEmpty() && more.hasArray()) {
      octets = more.array();
      at = more.arrayOffset() + more.readerIndex();
      end = at + more.readableBytes();
    } else {
      join(buffer.getBytes());
    }
  }

  private void join(byte[] more) {
    var joined = new byte[length() + more.length];
    System.arraycopy(octets, at, joined, 0, length());
    System.arraycopy(more, 0, joined, length(), more.length);
    octets = joined;
    at = 0;
    end = joined.length;
  }

  byte[] octets() {
    return octets;
  }

  int at() {
    return at;
  }

  int end() {
    return end;
  }

  int length() {
    return end - at;
  }

  boolean isEmpty() {
    return at == end;
  }

  void taken(int count) {
    at += count;
    if (isEmpty()) {
      clear();
    }
  }

  /** Forgets them, and the array they are in. */
  void clear() {
    octets = NONE;
    at = 0;
    end = 0;
  }
}
