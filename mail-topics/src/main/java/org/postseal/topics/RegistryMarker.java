package org.postseal.topics;

import java.nio.charset.StandardCharsets;

/**
 * Records of the compacted {@code registry.*} topics that are not entries: a registry replica
 * writes its own marker and is ready when it has read it back. Readers of entries skip them.
 */
public final class RegistryMarker {
  private static final String PREFIX = "~marker/";

  private RegistryMarker() {}

  /** The key of an instance's marker. */
  public static byte[] key(InstanceId instance) {
    return (PREFIX + instance.value()).getBytes(StandardCharsets.UTF_8);
  }

  /** Whether a record with this key is a marker. */
  public static boolean isMarker(byte[] key) {
    return new String(key, StandardCharsets.ISO_8859_1).startsWith(PREFIX);
  }
}
