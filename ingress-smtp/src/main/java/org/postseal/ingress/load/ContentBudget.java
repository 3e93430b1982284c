package org.postseal.ingress.load;

/** Memory for content in flight. */
public final class ContentBudget {
  private static final double OF_HEAP = 0.4;

  private ContentBudget() {}

  /**
   * Octets: what the settings say, else a part of the heap.
   *
   * @param heap octets this JVM may take
   */
  public static long octets(MemorySettings settings, long heap) {
    return settings.budget().map(set -> set.asLongValue()).orElse((long) (heap * OF_HEAP));
  }
}
