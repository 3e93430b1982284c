package org.postseal.registry.publication;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.postseal.registry.key.SigningKey;

/**
 * Brings every key's record to where it belongs, by the first way that is for it, one round at each
 * call. What was brought is not brought again until it changes, or another process does this. One
 * thread.
 */
public final class Publication {

  /** Records in one message: together they stay far below the 64 KiB of a DNS message. */
  private static final int AT_ONCE = 50;

  private final Supplier<List<SigningKey>> keys;
  private final List<Publisher> ways;
  private final Map<String, String> brought = new HashMap<>(); // key id to the record's text
  private Set<String> reasons = Set.of();
  private volatile int failing;

  /**
   * Prepares.
   *
   * @param ways the first that is for a record is its way
   */
  public Publication(Supplier<List<SigningKey>> keys, List<Publisher> ways) {
    this.keys = keys;
    this.ways = List.copyOf(ways);
  }

  /** Records that could not be brought in the last round. */
  public int failing() {
    return failing;
  }

  /** Another replica does it. */
  public void forget() {
    brought.clear();
    reasons = Set.of();
    failing = 0;
  }

  /** Why something could not be brought, each reason that was not there in the last round. */
  public Set<String> round() {
    var due = new HashMap<Publisher, List<SigningKey>>();
    for (var key : keys.get()) {
      if (!key.recordText().equals(brought.get(key.id()))) {
        ways.stream()
            .filter(way -> way.isFor(key.name()))
            .findFirst()
            .ifPresent(way -> due.computeIfAbsent(way, _ -> new ArrayList<>()).add(key));
      }
    }
    var now = new HashSet<String>();
    int left = 0;
    for (var way : due.entrySet()) {
      left += bring(way.getKey(), way.getValue(), now);
    }
    failing = left;
    var before = reasons;
    reasons = Set.copyOf(now);
    now.removeAll(before);
    return now;
  }

  /** How many were left; after a failure the others are not tried. */
  private int bring(Publisher way, List<SigningKey> due, Set<String> reasons) {
    for (int from = 0; from < due.size(); from += AT_ONCE) {
      var some = due.subList(from, Math.min(due.size(), from + AT_ONCE));
      switch (way.publish(some)) {
        case Publisher.Published.There(), Publisher.Published.ByHand() ->
            some.forEach(key -> brought.put(key.id(), key.recordText()));
        case Publisher.Published.Failed(var reason) -> {
          reasons.add(reason);
          return due.size() - from;
        }
      }
    }
    return 0;
  }
}
