package org.postseal.relay.delivery;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * How many messages, and octets of them, are being delivered at once. Whoever brings another waits
 * his turn, in order; a message larger than the whole budget goes alone.
 */
public final class InFlight {

  private record Waiting(long octets, CompletableFuture<Void> turn) {}

  private final int maxMessages;
  private final long maxOctets;
  private final Deque<Waiting> queue = new ArrayDeque<>();
  private int messages;
  private long octets;

  public InFlight(int maxMessages, long maxOctets) {
    this.maxMessages = maxMessages;
    this.maxOctets = maxOctets;
  }

  /** Completes when there is room, which is then taken. Each admission has one {@link #leave}. */
  public CompletableFuture<Void> enter(long size) {
    var waiting = new Waiting(size, new CompletableFuture<>());
    synchronized (this) {
      if (!queue.isEmpty() || !hasRoom(size)) {
        queue.addLast(waiting);
        return waiting.turn();
      }
      take(size);
    }
    waiting.turn().complete(null);
    return waiting.turn();
  }

  /** Gives back what {@link #enter} took. */
  public void leave(long size) {
    List<Waiting> admitted = new ArrayList<>(1);
    synchronized (this) {
      messages--;
      octets -= size;
      while (!queue.isEmpty() && hasRoom(queue.getFirst().octets())) {
        var first = queue.removeFirst();
        take(first.octets());
        admitted.add(first);
      }
    }
    admitted.forEach(waiting -> waiting.turn().complete(null));
  }

  private boolean hasRoom(long size) {
    return messages == 0 || (messages < maxMessages && octets + size <= maxOctets);
  }

  private void take(long size) {
    messages++;
    octets += size;
  }

  public synchronized int messages() {
    return messages;
  }

  public synchronized long octets() {
    return octets;
  }
}
