package org.postseal.signer.keyring;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.postseal.authentication.dkim.Selector;
import org.postseal.authentication.dkim.SigningKey;
import org.postseal.authentication.dns.DomainName;
import org.postseal.registryview.RegistryHttp;

/**
 * The keys of our domains, at most a refresh interval old while the registry can be asked, and as
 * old as need be while it cannot.
 *
 * <p>A domain is fetched by one thread at a time. Others go on with what is known, or wait if
 * nothing is. The least recently used domains leave when there are too many.
 *
 * <p>A key that was revoked signs no more from that moment on, whatever a replica of the registry
 * that has not heard of it may answer; the names of revoked keys are kept until the end.
 */
public final class Keyring {
  /** Nobody's domain (RFC 2606 §2). */
  private static final DomainName PROBE = DomainName.of("probe.invalid");

  private final KeySource source;
  private final Limits limits;
  private final LongSupplier nanoClock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<DomainName, Ring> rings = new LinkedHashMap<>(64, 0.75f, true);
  private final Set<KeyName> revoked = ConcurrentHashMap.newKeySet();
  private final LongAdder asked = new LongAdder();
  private final LongAdder fetched = new LongAdder();

  /**
   * How long and how much is kept.
   *
   * @param refresh age at which keys are fetched again
   * @param domains how many author domains are remembered
   */
  public record Limits(Duration refresh, int domains) {}

  /**
   * How it was used so far.
   *
   * @param asked times that keys were wanted
   * @param fetched times that the registry was asked for them
   */
  public record Statistics(long asked, long fetched) {}

  private record KeyName(DomainName domain, Selector selector) {
    static KeyName of(SigningKey key) {
      return new KeyName(key.domain(), key.selector());
    }
  }

  /** What is known about one domain. */
  private final class Ring {
    private final ReentrantLock fetching = new ReentrantLock();
    private volatile @Nullable SigningKeys known;
    private volatile long fetchedAt;
    private volatile boolean isOutdated;

    SigningKeys keys(DomainName domain) {
      var current = known;
      if (current != null && isFresh()) {
        return current;
      }
      if (current != null && !fetching.tryLock()) {
        return current;
      }
      if (current == null) {
        fetching.lock();
      }
      try {
        var meanwhile = known;
        return meanwhile != null && isFresh() ? meanwhile : fetch(domain, meanwhile);
      } finally {
        fetching.unlock();
      }
    }

    private boolean isFresh() {
      return !isOutdated && nanoClock.getAsLong() - fetchedAt < limits.refresh().toNanos();
    }

    private SigningKeys fetch(DomainName domain, @Nullable SigningKeys before) {
      fetched.increment();
      isOutdated = false; // what changes from here on is not in the answer
      var answer = source.fetch(domain);
      return switch (answer) {
        case SigningKeys.Unavailable _ -> {
          isOutdated = true;
          yield before == null ? answer : before;
        }
        case SigningKeys.Active _, SigningKeys.Missing _, SigningKeys.NotOurs _ -> {
          known = answer;
          fetchedAt = nanoClock.getAsLong();
          yield answer;
        }
      };
    }
  }

  Keyring(KeySource source, Limits limits, LongSupplier nanoClock) {
    this.source = source;
    this.limits = limits;
    this.nanoClock = nanoClock;
  }

  /** A keyring filled from the registry. */
  public static Keyring of(RegistryHttp registry, Limits limits) {
    return new Keyring(new RegistryKeySource(registry), limits, System::nanoTime);
  }

  /** With what mail of this author domain is signed. May block while the registry is asked. */
  public SigningKeys keysOf(DomainName authorDomain) {
    asked.increment();
    var ring = ring(authorDomain);
    return withoutRevoked(ring, ring.keys(authorDomain));
  }

  private SigningKeys withoutRevoked(Ring ring, SigningKeys known) {
    if (!(known instanceof SigningKeys.Active(var keys))
        || keys.stream().noneMatch(key -> revoked.contains(KeyName.of(key)))) {
      return known;
    }
    ring.isOutdated = true; // so was the replica that answered
    var left = keys.stream().filter(key -> !revoked.contains(KeyName.of(key))).toList();
    return left.isEmpty() ? new SigningKeys.Missing() : new SigningKeys.Active(left);
  }

  /** This key signs no more from now on. */
  public void revoked(DomainName signingDomain, Selector selector) {
    revoked.add(new KeyName(signingDomain, selector));
    changed(signingDomain);
  }

  /** The keys of this domain are to be fetched anew before they are used again. */
  public void changed(DomainName signingDomain) {
    outdate(author -> author.isSameOrSubdomainOf(signingDomain));
  }

  /** Changes may have been missed: all keys are to be fetched anew. */
  public void changed() {
    outdate(_ -> true);
  }

  private void outdate(Predicate<DomainName> authors) {
    lock.lock();
    try {
      rings.forEach(
          (author, ring) -> {
            if (authors.test(author)) {
              ring.isOutdated = true;
            }
          });
    } finally {
      lock.unlock();
    }
  }

  public Statistics statistics() {
    return new Statistics(asked.sum(), fetched.sum());
  }

  /** Whether something is known, or could be: any answer of the registry will do. */
  public boolean isUsable() {
    if (knowsSomething()) {
      return true;
    }
    return switch (source.fetch(PROBE)) {
      case SigningKeys.Active _, SigningKeys.Missing _, SigningKeys.NotOurs _ -> true;
      case SigningKeys.Unavailable _ -> false;
    };
  }

  private boolean knowsSomething() {
    lock.lock();
    try {
      return rings.values().stream().anyMatch(ring -> ring.known != null);
    } finally {
      lock.unlock();
    }
  }

  private Ring ring(DomainName domain) {
    lock.lock();
    try {
      var ring = rings.computeIfAbsent(domain, _ -> new Ring());
      while (rings.size() > limits.domains()) {
        var eldest = rings.keySet().iterator();
        eldest.next();
        eldest.remove();
      }
      return ring;
    } finally {
      lock.unlock();
    }
  }
}
