package org.postseal.ingress.server;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** How many sessions there may be at one time, in all and from one address. */
final class ConnectionLimits {
  private final int total;
  private final int perAddress;
  private final AtomicInteger open = new AtomicInteger();
  private final ConcurrentHashMap<String, Integer> byAddress = new ConcurrentHashMap<>();

  ConnectionLimits(int total, int perAddress) {
    this.total = total;
    this.perAddress = perAddress;
  }

  /** Whether one more session is let in; if so, {@link #leave} must follow. */
  boolean enter(String address) {
    if (open.incrementAndGet() > total) {
      open.decrementAndGet();
      return false;
    }
    if (byAddress.merge(address, 1, Integer::sum) > perAddress) {
      leave(address);
      return false;
    }
    return true;
  }

  void leave(String address) {
    open.decrementAndGet();
    byAddress.computeIfPresent(address, (_, count) -> count > 1 ? count - 1 : null);
  }

  int open() {
    return open.get();
  }
}
