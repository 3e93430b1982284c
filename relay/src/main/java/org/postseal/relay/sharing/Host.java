package org.postseal.relay.sharing;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;

/**
 * What is known of one host.
 *
 * <pre>
 *   unproven ──an answer──► proven ──an attempt turns slow──► unproven
 *       └──lost──► resting ──time──► unproven, one attempt at a time
 * </pre>
 */
final class Host<C extends Claim> {
  private static final WorkClass[] CLASSES = WorkClass.values();

  private static final Duration REMEMBERED = Duration.ofMinutes(30);

  private final HostKey key;
  private final Map<WorkClass, Deque<C>> waiting = new EnumMap<>(WorkClass.class);
  private final int[] running = new int[CLASSES.length];
  private int attempts;
  private int turn;
  private boolean proven;
  private int losses;
  private long restsUntil;
  private String lastLoss = "";
  private long usedAt;

  Host(HostKey key, long now) {
    this.key = key;
    this.restsUntil = now;
    this.usedAt = now;
    for (var work : CLASSES) {
      waiting.put(work, new ArrayDeque<>());
    }
  }

  HostKey key() {
    return key;
  }

  boolean isProven() {
    return proven;
  }

  void setProven(boolean now) {
    proven = now;
    if (now) {
      losses = 0;
    }
  }

  /** Lost: it rests, longer each time. What was lost while it rested already says nothing new. */
  boolean lost(String why, ShareLimits limits, long now) {
    proven = false;
    if (isResting(now)) {
      return false;
    }
    lastLoss = why;
    long first = limits.firstRest().toNanos();
    long rest = losses >= 30 ? Long.MAX_VALUE : first << losses;
    rest = rest < first ? Long.MAX_VALUE : rest;
    losses++;
    restsUntil = now + Math.min(rest, limits.longestRest().toNanos());
    return true;
  }

  boolean isResting(long now) {
    return losses > 0 && restsUntil - now > 0;
  }

  String lastLoss() {
    return lastLoss;
  }

  int attempts() {
    return attempts;
  }

  int running(WorkClass work) {
    return running[work.ordinal()];
  }

  void began(WorkClass work) {
    running[work.ordinal()]++;
    attempts++;
  }

  void ended(WorkClass work, long now) {
    usedAt = now;
    running[work.ordinal()]--;
    attempts--;
  }

  Deque<C> waiting(WorkClass work) {
    return waiting.get(work);
  }

  int waiting() {
    int all = 0;
    for (var queue : waiting.values()) {
      all += queue.size();
    }
    return all;
  }

  /** The classes, beginning with the one whose turn it is. */
  WorkClass inTurn(int place) {
    return CLASSES[(turn + place) % CLASSES.length];
  }

  void turnAfter(WorkClass work) {
    turn = (work.ordinal() + 1) % CLASSES.length;
  }

  int mostAttempts(ShareLimits limits) {
    if (proven) {
      return limits.perHost();
    }
    return losses > 0 ? 1 : limits.perUnprovenHost();
  }

  boolean isForgettable(long now) {
    return attempts == 0
        && waiting() == 0
        && !isResting(now)
        && now - usedAt > REMEMBERED.toNanos();
  }
}
