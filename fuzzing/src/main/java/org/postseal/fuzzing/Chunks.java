package org.postseal.fuzzing;

import java.util.Arrays;
import java.util.Random;

/** The same octets in other pieces: what is read from a stream must not depend on them. */
public final class Chunks {
  private Chunks() {}

  /** Takes one piece. */
  public interface Sink {
    void accept(byte[] octets, int offset, int length);
  }

  /** Hands on the octets in pieces that depend on nothing but the octets. */
  public static void feed(byte[] octets, Sink sink) {
    var random = new Random(Arrays.hashCode(octets));
    int longest = 1 << random.nextInt(10);
    int at = 0;
    while (at < octets.length) {
      int length = Math.min(1 + random.nextInt(longest), octets.length - at);
      byte[] around = new byte[length + 2 * (at % 3)];
      Arrays.fill(around, (byte) '\n');
      System.arraycopy(octets, at, around, at % 3, length);
      sink.accept(around, at % 3, length);
      at += length;
    }
  }
}
