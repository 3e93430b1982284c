package org.postseal.relay.retry;

import java.util.OptionalLong;
import java.util.TreeSet;

/**
 * Which offset of one partition may be committed while its messages finish in any order: that of
 * the oldest unfinished one. Safe for several threads.
 */
final class UnfinishedOffsets {
  private final TreeSet<Long> unfinished = new TreeSet<>();
  private long next = -1;
  private long committed = -1;

  synchronized void begin(long offset) {
    unfinished.add(offset);
    next = Math.max(next, offset + 1);
  }

  synchronized void finish(long offset) {
    unfinished.remove(offset);
  }

  /** The offset to commit, if it is another than the last one {@link #committed}. */
  synchronized OptionalLong toCommit() {
    long position = unfinished.isEmpty() ? next : unfinished.first();
    return position > committed ? OptionalLong.of(position) : OptionalLong.empty();
  }

  synchronized void committed(long offset) {
    committed = Math.max(committed, offset);
  }
}
