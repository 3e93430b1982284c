package org.postseal.relay.sharing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Shares places and memory between hosts, and between classes of work. Pure; safe for several
 * threads. Times are readings of {@code System.nanoTime}.
 *
 * <p>What holds, whatever hosts do:
 *
 * <ul>
 *   <li>one host has at most {@link ShareLimits#perHost} attempts at a time, a quarter of that as
 *       long as it has not answered, or hangs; then one at a time if it was lost before;
 *   <li>hosts that have not answered, or hang, hold at most half of the attempts of a class; those
 *       in the settings, which are few, have a quarter of their own;
 *   <li>an attempt that takes longer than {@link ShareLimits#slowAfter} gives its share of attempts
 *       and memory back, so that hosts that answered before and hang all at once hold others up no
 *       longer than that;
 *   <li>no class of work holds anything of another's.
 * </ul>
 */
public final class HostShares<C extends Claim> {
  private static final int LOOKED_AT = 64;

  private final ShareLimits limits;
  private final Map<HostKey, Host<C>> hosts = new HashMap<>();
  private final LinkedHashSet<Host<C>> waitingHosts = new LinkedHashSet<>();
  private final Map<C, Attempt<C>> attempts = new HashMap<>();
  private final Holdings holdings;

  /** What becomes of a new claim. */
  public enum Arrival {
    /** It waits, perhaps for no time at all: see {@link #next}. */
    WAITS,
    /** Too many wait already. */
    FULL,
    /** The host was lost a moment ago and is not tried. */
    RESTING
  }

  public HostShares(ShareLimits limits) {
    this.limits = limits;
    this.holdings = new Holdings(limits);
  }

  /** A claim comes. */
  public synchronized Arrival arrive(HostKey key, C claim, long now) {
    var host = hosts.computeIfAbsent(key, of -> new Host<>(of, limits.rests(), now));
    if (host.isResting(now)) {
      return Arrival.RESTING;
    }
    if (host.waiting() >= limits.waitingPerHost()) {
      return Arrival.FULL;
    }
    if (host.waiting() == 0) {
      waitingHosts.addFirst(host);
    }
    host.waiting(claim.work()).addLast(claim);
    return Arrival.WAITS;
  }

  /** What was last heard of a host that rests. */
  public synchronized String lastLoss(HostKey key) {
    var host = hosts.get(key);
    return host == null ? "" : host.lastLoss();
  }

  /**
   * Claims to begin with now. Each is to be given back by {@link #ended}. Not all hosts are looked
   * at each time, but those where something has changed.
   */
  public List<C> next(long now) {
    return next(now, LOOKED_AT);
  }

  /** The same, of all hosts. */
  public List<C> nextOfAll(long now) {
    return next(now, Integer.MAX_VALUE);
  }

  private synchronized List<C> next(long now, int most) {
    var begun = new ArrayList<C>();
    int left = Math.min(waitingHosts.size(), most);
    var looked = new ArrayList<Host<C>>(left);
    for (var host : waitingHosts) {
      if (looked.size() == left) {
        break;
      }
      looked.add(host);
    }
    for (var host : looked) {
      begin(host, begun, now);
      waitingHosts.remove(host);
      if (host.waiting() > 0) {
        waitingHosts.add(host); // at the end: everybody is looked at in turn
      }
    }
    return begun;
  }

  private void begin(Host<C> host, List<C> begun, long now) {
    boolean more = true;
    while (more && !host.isResting(now) && host.attempts() < host.mostAttempts(limits)) {
      more = false;
      for (int place = 0; place < WorkClass.values().length && !more; place++) {
        var work = host.inTurn(place);
        var claim = host.waiting(work).peekFirst();
        if (claim != null && holdings.fits(host, claim)) {
          host.waiting(work).removeFirst();
          host.turnAfter(work);
          take(host, claim, now);
          begun.add(claim);
          more = true;
        }
      }
    }
  }

  private void take(Host<C> host, C claim, long now) {
    var attempt = new Attempt<>(host, now);
    attempts.put(claim, attempt);
    host.began(claim.work());
    holdings.take(attempt, claim);
  }

  /** How an attempt ended, as far as the host is concerned. */
  public sealed interface End {
    /** It talked to us, whatever it said. */
    record Answered() implements End {}

    /** It did not, or broke off. */
    record Lost(String why) implements End {}

    /** Nothing was learned about it. */
    record Unknown() implements End {}
  }

  /**
   * An attempt is over.
   *
   * @return claims that were waiting for a host that rests from now on
   */
  public synchronized List<C> ended(C claim, End end, long now) {
    var attempt = attempts.remove(claim);
    if (attempt == null) {
      throw new IllegalStateException("not begun: " + claim);
    }
    var host = attempt.host();
    holdings.giveBack(attempt, claim);
    host.ended(claim.work(), now);
    if (host.waiting() > 0) {
      waitingHosts.addFirst(host);
    }
    return switch (end) {
      case End.Answered() -> {
        holdings.prove(host, true);
        yield List.of();
      }
      case End.Lost(var why) -> {
        holdings.prove(host, false);
        yield host.lost(why, now) ? withdrawAll(host) : List.of();
      }
      case End.Unknown() -> List.of();
    };
  }

  private List<C> withdrawAll(Host<C> host) {
    var withdrawn = new ArrayList<C>();
    for (var work : WorkClass.values()) {
      withdrawn.addAll(host.waiting(work));
      host.waiting(work).clear();
    }
    waitingHosts.remove(host);
    return withdrawn;
  }

  /**
   * The attempts that turned slow: their content is to be let go of. Call it every second or so.
   */
  public synchronized List<C> turnedSlow(long now) {
    var slow = new ArrayList<C>();
    attempts.forEach(
        (claim, attempt) -> {
          if (!attempt.isSlow() && now - attempt.began() > limits.slowAfter().toNanos()) {
            attempt.turnSlow();
            holdings.letGo(attempt, claim);
            holdings.prove(attempt.host(), false);
            slow.add(claim);
          }
        });
    hosts.values().removeIf(host -> host.isForgettable(now));
    return slow;
  }

  /** Takes back claims that wait. */
  public synchronized List<C> withdraw(Predicate<C> which) {
    var withdrawn = new ArrayList<C>();
    for (var host : List.copyOf(waitingHosts)) {
      for (var work : WorkClass.values()) {
        host.waiting(work)
            .removeIf(
                claim -> {
                  boolean is = which.test(claim);
                  if (is) {
                    withdrawn.add(claim);
                  }
                  return is;
                });
      }
      if (host.waiting() == 0) {
        waitingHosts.remove(host);
      }
    }
    return withdrawn;
  }

  /** All that wait now, by host. */
  public synchronized Map<HostKey, List<C>> waiting() {
    var all = new HashMap<HostKey, List<C>>();
    for (var host : waitingHosts) {
      var claims = new ArrayList<C>();
      for (var work : WorkClass.values()) {
        claims.addAll(host.waiting(work));
      }
      all.put(host.key(), claims);
    }
    return all;
  }

  public synchronized int waiting(WorkClass work) {
    int all = 0;
    for (var host : waitingHosts) {
      all += host.waiting(work).size();
    }
    return all;
  }

  /** Attempts being made. */
  public synchronized int running() {
    return attempts.size();
  }

  /** Octets that attempts hold. */
  public synchronized long octets() {
    return holdings.octets();
  }

  /** Hosts that are not tried now. */
  public synchronized int resting(long now) {
    int all = 0;
    for (var host : hosts.values()) {
      all += host.isResting(now) ? 1 : 0;
    }
    return all;
  }
}
