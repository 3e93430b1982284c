package org.postseal.accounts.throttle;

import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * So much per period for each of many keys (accounts, addresses, networks): a bucket that holds the
 * whole amount and is refilled evenly. What is kept of a key is one instant, the one at which its
 * bucket will be full again (the generic cell rate algorithm).
 *
 * <p>Memory is bounded: beyond {@code keys} a key makes room that was not used for long, and of the
 * few oldest the one with the fullest bucket, so that flooding us with new keys does not set an
 * exhausted one free. Safe for several threads; the caller brings the time.
 */
public final class RateLimit {
  private static final int SHARDS = 16;
  private static final int CANDIDATES = 8;

  private final long amount;
  private final Duration period;
  private final int keysPerShard;
  private final List<Shard> shards;

  /**
   * @param amount of what is limited per period, and at once; 0 for no limit
   * @param period over which an empty bucket fills
   * @param keys how many are remembered
   * @throws IllegalArgumentException if the amount is negative, or period or keys are not positive
   */
  public RateLimit(long amount, Duration period, int keys) {
    if (amount < 0 || !period.isPositive() || keys < 1) {
      throw new IllegalArgumentException("a rate is an amount in a period for some keys");
    }
    this.amount = amount;
    this.period = period;
    this.keysPerShard = Math.ceilDiv(keys, SHARDS);
    this.shards = Stream.generate(() -> new Shard()).limit(SHARDS).toList();
  }

  /**
   * Takes so much out of the bucket of this key if it holds as much, and says whether it did. More
   * at once than the whole amount is never there.
   */
  public boolean take(String key, long wanted, Instant now) {
    return amount == 0 || shard(key).take(key, wanted, now);
  }

  /** Whether {@link #take} would take it; takes nothing. */
  public boolean holds(String key, long wanted, Instant now) {
    return amount == 0 || shard(key).holds(key, wanted, now);
  }

  /** Puts back what was taken and not used. */
  public void giveBack(String key, long unused) {
    if (amount != 0) {
      shard(key).giveBack(key, unused);
    }
  }

  /** How many keys are remembered now. */
  public int size() {
    return shards.stream().mapToInt(Shard::size).sum();
  }

  private Shard shard(String key) {
    int hash = key.hashCode();
    return shards.get((hash ^ hash >>> 16) & (SHARDS - 1));
  }

  /** How long it takes until so much has flown in. */
  private Duration refill(long units) {
    return Duration.ofNanos((long) ((double) units / (double) amount * (double) period.toNanos()));
  }

  /** A part of the keys, so that event loops seldom wait for one another. */
  private final class Shard {
    /** When each bucket will be full, the key that was not used for longest first. */
    private final LinkedHashMap<String, Instant> fullAt = new LinkedHashMap<>(16, 0.75f, true);

    synchronized boolean take(String key, long wanted, Instant now) {
      if (!holds(key, wanted, now)) {
        return false;
      }
      fullAt.put(key, after(key, wanted, now));
      if (fullAt.size() > keysPerShard) {
        makeRoom(key);
      }
      return true;
    }

    synchronized boolean holds(String key, long wanted, Instant now) {
      return wanted <= amount && !after(key, wanted, now).isAfter(now.plus(period));
    }

    private Instant after(String key, long wanted, Instant now) {
      var full = fullAt.get(key);
      return (full == null || full.isBefore(now) ? now : full).plus(refill(wanted));
    }

    synchronized void giveBack(String key, long unused) {
      fullAt.computeIfPresent(key, (_, full) -> full.minus(refill(unused)));
    }

    private void makeRoom(String justUsed) {
      Map.Entry<String, Instant> fullest = null;
      Iterator<Map.Entry<String, Instant>> oldestFirst = fullAt.entrySet().iterator();
      for (int i = 0; i < CANDIDATES && oldestFirst.hasNext(); i++) {
        var entry = oldestFirst.next();
        if (!entry.getKey().equals(justUsed)
            && (fullest == null || entry.getValue().isBefore(fullest.getValue()))) {
          fullest = entry;
        }
      }
      if (fullest != null) {
        fullAt.remove(fullest.getKey());
      }
    }

    synchronized int size() {
      return fullAt.size();
    }
  }
}
