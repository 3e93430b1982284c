package org.postseal.registry.journal;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.common.TopicPartition;

/** How far the journal has been read, for threads that wait for more. */
final class Positions {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition moved = lock.newCondition();
  private final Map<TopicPartition, Long> next = new HashMap<>();

  /** Everything before this offset has been applied. */
  void moveTo(TopicPartition partition, long nextOffset) {
    lock.lock();
    try {
      next.put(partition, nextOffset);
      moved.signalAll();
    } finally {
      lock.unlock();
    }
  }

  long next(TopicPartition partition) {
    lock.lock();
    try {
      return next.getOrDefault(partition, 0L);
    } finally {
      lock.unlock();
    }
  }

  /** Whether all was applied before these offsets within the time. */
  boolean await(Map<TopicPartition, Long> wanted, Duration patience) {
    long left = patience.toNanos();
    lock.lock();
    try {
      while (!hasReached(wanted)) {
        if (left <= 0) {
          return false;
        }
        left = moved.awaitNanos(left);
      }
      return true;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  private boolean hasReached(Map<TopicPartition, Long> wanted) {
    return wanted.entrySet().stream()
        .allMatch(w -> next.getOrDefault(w.getKey(), 0L) >= w.getValue());
  }
}
