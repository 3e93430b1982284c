package org.postseal.ingress.load;

import java.util.HashMap;
import java.util.Map;

/**
 * Who holds how much of the memory for content, and how much more each may hold. Its own memory is
 * bounded by the open transactions. Not safe for several threads.
 */
final class MemoryShares {
  private final MemoryLimits limits;
  private final Map<String, Long> addresses = new HashMap<>();
  private final Map<String, Long> networks = new HashMap<>();
  private long used;
  private long large;
  private long strangers;

  MemoryShares(MemoryLimits limits) {
    this.limits = limits;
  }

  /** Octets in all. */
  long used() {
    return used;
  }

  /** Whether it is left that this owner, who holds {@code before}, holds {@code after}. */
  boolean left(ContentOwner owner, long before, long after) {
    return used + after - before <= limits.capacity()
        && !isLargeShort(before, after)
        && !isStrangersShort(owner, before, after)
        && !isAddressShort(owner, after - before)
        && !isNetworkShort(owner, after - before);
  }

  private boolean isLargeShort(long before, long after) {
    return large + limits.large(after) - limits.large(before) > limits.allLarge();
  }

  private boolean isStrangersShort(ContentOwner owner, long before, long after) {
    return owner.stranger() && strangers + after - before > limits.strangers();
  }

  private boolean isAddressShort(ContentOwner owner, long more) {
    return owner
        .client()
        .filter(client -> addresses.getOrDefault(client.address(), 0L) + more > limits.address())
        .isPresent();
  }

  private boolean isNetworkShort(ContentOwner owner, long more) {
    return owner
        .client()
        .filter(client -> networks.getOrDefault(client.network(), 0L) + more > limits.network())
        .isPresent();
  }

  /**
   * Whether it helps, where this is not {@link #left}, if {@code other} gives back what it holds:
   * it has a part in everything that is short.
   */
  boolean frees(ContentOwner other, long held, ContentOwner owner, long before, long after) {
    return (!isLargeShort(before, after) || limits.large(held) > 0)
        && (!isStrangersShort(owner, before, after) || other.stranger())
        && (!isAddressShort(owner, after - before) || other.hasAddressOf(owner))
        && (!isNetworkShort(owner, after - before) || other.isNear(owner));
  }

  /** This owner held {@code before} and holds {@code after}. */
  void change(ContentOwner owner, long before, long after) {
    used += after - before;
    large += limits.large(after) - limits.large(before);
    if (owner.stranger()) {
      strangers += after - before;
    }
    owner
        .client()
        .filter(_ -> after != before)
        .ifPresent(
            client -> {
              add(addresses, client.address(), after - before);
              add(networks, client.network(), after - before);
            });
  }

  private static void add(Map<String, Long> held, String key, long octets) {
    held.merge(key, octets, (before, more) -> before + more == 0 ? null : before + more);
  }
}
