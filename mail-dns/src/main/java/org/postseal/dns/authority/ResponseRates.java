package org.postseal.dns.authority;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;

/**
 * How many answers a network gets by UDP, where the asker's address may be a victim's: so many a
 * second (IPv4: /24, IPv6: /56), beyond which every second question is answered with nothing but
 * the TC bit, which a real resolver comes back from by TCP, and the others with silence. Memory is
 * one fixed table; networks that meet in a place of it share its answers, and where they do is
 * drawn anew at each start.
 */
final class ResponseRates {

  /** What a question gets. */
  enum Grant {
    ANSWER,
    /** An empty answer that says: ask by TCP. */
    TRUNCATED,
    SILENCE
  }

  private static final int PLACES = 1 << 16;
  private static final long NANOS = 1_000_000_000L;
  private static final int IPV4_OCTETS = 3;
  private static final int IPV6_OCTETS = 7;

  private final int perSecond;
  private final LongSupplier nanoClock;
  private final long seed = new Random().nextLong();

  /** For each place when its next answer is due, in the nanoseconds of {@link #nanoClock}. */
  private final AtomicLongArray due = new AtomicLongArray(PLACES);

  private final AtomicLongArray beyond = new AtomicLongArray(PLACES);

  ResponseRates(int perSecond, LongSupplier nanoClock) {
    this.perSecond = perSecond;
    this.nanoClock = nanoClock;
    long now = nanoClock.getAsLong();
    for (int i = 0; i < PLACES; i++) {
      due.set(i, now);
    }
  }

  /** One second's answers may be had at once, after a second of silence. */
  Grant grant(InetAddress peer) {
    if (perSecond <= 0) {
      return Grant.ANSWER;
    }
    int place = place(peer);
    long now = nanoClock.getAsLong();
    long interval = NANOS / perSecond;
    while (true) {
      long next = due.get(place);
      long from = next - now < 0 ? now : next; // nobody saves up while silent
      if (from - now > NANOS - interval) {
        return beyond.incrementAndGet(place) % 2 == 0 ? Grant.TRUNCATED : Grant.SILENCE;
      }
      if (due.compareAndSet(place, next, from + interval)) {
        return Grant.ANSWER;
      }
    }
  }

  private int place(InetAddress peer) {
    var octets = peer.getAddress();
    int significant = peer instanceof Inet4Address ? IPV4_OCTETS : IPV6_OCTETS;
    long hash = seed;
    for (int i = 0; i < significant; i++) {
      hash = (hash ^ octets[i]) * 0x9E3779B97F4A7C15L;
      hash ^= hash >>> 29;
    }
    return (int) (hash >>> 48);
  }
}
