package org.postseal.ingress.load;

import org.postseal.topics.MailTopic;

/** Memory for content in flight. */
public final class ContentBudget {
  private static final double OF_HEAP = 0.4;

  private ContentBudget() {}

  /**
   * What content may take.
   *
   * @param heap octets this JVM may take
   * @param size the largest message there may be; whatever the shares say, it finds room
   */
  public static MemoryLimits limits(MemorySettings settings, long heap, long size) {
    long capacity = octets(settings, heap);
    long largest = charge(size);
    return new MemoryLimits(
        capacity,
        share(capacity, settings.largeShare(), largest),
        share(capacity, settings.strangersShare(), largest),
        share(capacity, settings.addressShare(), largest),
        share(capacity, settings.networkShare(), largest),
        settings.leastRate().asLongValue(),
        settings.longestStay());
  }

  private static long share(long capacity, int percent, long atLeast) {
    return Math.max(capacity / 100 * percent, atLeast);
  }

  /**
   * Octets: what the settings say, else a part of the heap.
   *
   * @param heap octets this JVM may take
   */
  static long octets(MemorySettings settings, long heap) {
    return settings.budget().map(set -> set.asLongValue()).orElse((long) (heap * OF_HEAP));
  }

  /**
   * What content of that many octets is charged with: itself, and the copies that go into records
   * while it is written, two at a time of a long message.
   */
  public static long charge(long octets) {
    return octets + Math.min(octets, 2 * MailTopic.MAX_RECORD_CONTENT);
  }
}
