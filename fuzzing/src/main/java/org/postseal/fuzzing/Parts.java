package org.postseal.fuzzing;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An input that stands for several values: they are separated by NUL, and missing ones are empty.
 */
public final class Parts {
  private static final byte SEPARATOR = 0;

  private final List<byte[]> parts = new ArrayList<>();

  /** Splits at the first {@code count - 1} separators; the last part may hold further NULs. */
  public Parts(byte[] octets, int count) {
    int from = 0;
    for (int at = 0; at < octets.length && parts.size() < count - 1; at++) {
      if (octets[at] == SEPARATOR) {
        parts.add(Arrays.copyOfRange(octets, from, at));
        from = at + 1;
      }
    }
    parts.add(Arrays.copyOfRange(octets, from, octets.length));
  }

  public byte[] octets(int index) {
    return index < parts.size() ? parts.get(index) : new byte[0];
  }

  /** One char for each octet. */
  public String text(int index) {
    return new String(octets(index), StandardCharsets.ISO_8859_1);
  }
}
