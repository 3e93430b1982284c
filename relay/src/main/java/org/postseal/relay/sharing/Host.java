package org.postseal.relay.sharing;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.postseal.smtpclient.pace.HostRest;

/**
 * What is known of one host.
 *
 * <pre>
 *   unproven ──an answer──► proven ──an attempt turns slow──► unproven
 *       └──lost──► resting ──time──► unproven, one attempt at a time
 * </pre>
 */
final class Host<C extends Claim> {
  private static final List<WorkClass> CLASSES = List.of(WorkClass.values());

  private static final Duration REMEMBERED = Duration.ofMinutes(30);

  private final HostKey key;
  private final Map<WorkClass, Deque<C>> waiting = new EnumMap<>(WorkClass.class);
  private final Map<WorkClass, Integer> running = new EnumMap<>(WorkClass.class);
  private int attempts;
  private int turn;
  private boolean proven;
  private final HostRest rest;
  private String lastLoss = "";
  private long usedAt;

  Host(HostKey key, HostRest.Limits rests, long now) {
    this.key = key;
    this.rest = new HostRest(rests);
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
      rest.worked();
    }
  }

  /** Lost: it rests, longer each time. What was lost while it rested already says nothing new. */
  boolean lost(String why, long now) {
    proven = false;
    if (isResting(now)) {
      return false;
    }
    lastLoss = why;
    rest.begin(now);
    return true;
  }

  boolean isResting(long now) {
    return rest.isResting(now);
  }

  String lastLoss() {
    return lastLoss;
  }

  int attempts() {
    return attempts;
  }

  int running(WorkClass work) {
    return running.getOrDefault(work, 0);
  }

  void began(WorkClass work) {
    running.merge(work, 1, Integer::sum);
    attempts++;
  }

  void ended(WorkClass work, long now) {
    usedAt = now;
    running.merge(work, -1, Integer::sum);
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
    return CLASSES.get((turn + place) % CLASSES.size());
  }

  void turnAfter(WorkClass work) {
    turn = (CLASSES.indexOf(work) + 1) % CLASSES.size();
  }

  int mostAttempts(ShareLimits limits) {
    if (proven) {
      return limits.perHost();
    }
    return rest.isOnTrial() ? 1 : limits.perUnprovenHost();
  }

  boolean isForgettable(long now) {
    return attempts == 0
        && waiting() == 0
        && !isResting(now)
        && now - usedAt > REMEMBERED.toNanos();
  }
}
