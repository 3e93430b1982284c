package org.postseal.smtpclient.pace;

import java.time.Duration;

/**
 * How long something that failed is left alone: twice as long each time, until it works. Pure; not
 * safe for several threads. Times are readings of {@code System.nanoTime}.
 */
public final class HostRest {
  private final Limits limits;
  private int rests;
  private long until;

  /**
   * How long.
   *
   * @param first the first time
   * @param longest no longer than that
   */
  public record Limits(Duration first, Duration longest) {}

  public HostRest(Limits limits) {
    this.limits = limits;
  }

  /** It failed: it is left alone from now on. */
  public void begin(long now) {
    until = now + length().toNanos();
    rests++;
  }

  /** The length of the next rest. */
  private Duration length() {
    var rest = limits.first();
    for (int i = 0; i < rests && rest.compareTo(limits.longest()) < 0; i++) {
      rest = rest.multipliedBy(2);
    }
    return rest.compareTo(limits.longest()) < 0 ? rest : limits.longest();
  }

  /** It worked, and all is forgotten. */
  public void worked() {
    rests = 0;
  }

  public boolean isResting(long now) {
    return rests > 0 && until - now > 0;
  }

  /** Whether it has rested and not worked since. */
  public boolean isOnTrial() {
    return rests > 0;
  }

  /** Whether its last rest ended so long ago. */
  public boolean endedBefore(Duration ago, long now) {
    return rests > 0 && now - until > ago.toNanos();
  }
}
