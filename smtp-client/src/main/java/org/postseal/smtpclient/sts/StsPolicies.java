package org.postseal.smtpclient.sts;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.postseal.authentication.dns.Dns;
import org.postseal.authentication.dns.DnsAnswer;
import org.postseal.authentication.dns.DomainName;
import org.postseal.smtpclient.sts.PolicyFetch.Fetched;
import org.postseal.smtpclient.tls.TlsDefect;

/**
 * The policies of the domains we send to: looked for when there is mail, fetched when the DNS
 * announces another one, remembered as long as they ask for, and fetched again before they expire.
 *
 * <p>Where the RFC leaves it open: what cannot be looked up or fetched leaves the policy that is
 * remembered in force (§5.1), and a domain without one as if it had none. A domain whose policy
 * could not be fetched is not bothered again for a while (§3.3).
 */
public final class StsPolicies {

  /**
   * Bounds of what is remembered and asked.
   *
   * @param domains the most remembered; the least recently used go first
   * @param afterFailure how long a policy host that failed is left alone; 5 minutes in the RFC
   * @param refreshAfter from which age on {@link #refresh} fetches a policy again
   * @param atOnce fetches at one time
   * @param patience for one of these places
   */
  public record Limits(
      int domains, Duration afterFailure, Duration refreshAfter, int atOnce, Duration patience) {}

  /**
   * What is known of a domain.
   *
   * @param policy in force; never one of mode {@code none}
   * @param defect why there is none, or no newer one
   */
  public record Found(Optional<StsPolicy> policy, Optional<TlsDefect> defect) {
    static final Found NOTHING = new Found(Optional.empty(), Optional.empty());
  }

  /** Clocks of processes may differ by so much. */
  private static final Duration CLOCKS = Duration.ofMinutes(5);

  private record Failure(TlsDefect defect, Instant until) {}

  private final Dns dns;
  private final PolicyFetch fetch;
  private final PolicyMemory memory;
  private final Limits limits;
  private final InstantSource clock;
  private final Semaphore places;
  private final LinkedHashMap<DomainName, KeptPolicy> kept = new LinkedHashMap<>(64, 0.75f, true);
  private final LinkedHashMap<DomainName, Failure> failures = new LinkedHashMap<>();
  private final ConcurrentHashMap<DomainName, CompletableFuture<Found>> flights =
      new ConcurrentHashMap<>();

  public StsPolicies(
      Dns dns, PolicyFetch fetch, PolicyMemory memory, Limits limits, InstantSource clock) {
    this.dns = dns;
    this.fetch = fetch;
    this.memory = memory;
    this.limits = limits;
    this.clock = clock;
    this.places = new Semaphore(limits.atOnce());
  }

  /** Another process, or the one before this, has fetched a policy. The later of two counts. */
  public void learned(KeptPolicy policy) {
    var now = clock.instant();
    if (!policy.expiresAt().isAfter(now) || policy.fetchedAt().isAfter(now.plus(CLOCKS))) {
      return;
    }
    synchronized (kept) {
      var known = kept.get(policy.domain());
      if (known == null || !known.fetchedAt().isAfter(policy.fetchedAt())) {
        kept.put(policy.domain(), policy);
        trim();
      }
    }
  }

  /** Another process has forgotten a policy: it had expired, or there are too many. */
  public void unlearned(DomainName domain) {
    synchronized (kept) {
      kept.remove(domain);
    }
  }

  /** The policy of a domain. Blocks for the DNS and for the policy host. */
  public Found of(DomainName domain) {
    var known = inForce(domain);
    var announced = announcedId(domain);
    if (announced.isEmpty()
        || known.map(KeptPolicy::id).filter(announced.get()::equals).isPresent()) {
      return found(known, Optional.empty());
    }
    var failed = lastFailure(domain);
    return failed.isPresent()
        ? found(known, failed)
        : fetched(domain, announced.get(), () -> withId(domain, announced.get()));
  }

  /** What somebody else may have fetched while we asked the DNS. */
  private Optional<KeptPolicy> withId(DomainName domain, String id) {
    return inForce(domain).filter(policy -> policy.id().equals(id));
  }

  /**
   * Fetches again what has come of age, and forgets what has expired, so that a policy does not run
   * out while its host is away for a moment (§10.2). Blocks; for a thread of its own.
   */
  public void refresh() {
    var now = clock.instant();
    var due = new ArrayList<KeptPolicy>();
    synchronized (kept) {
      kept.values()
          .removeIf(
              policy -> {
                boolean expired = !policy.expiresAt().isAfter(now);
                if (expired) {
                  memory.forget(policy.domain());
                }
                return expired;
              });
      kept.values().stream().filter(policy -> isOfAge(policy, now)).forEach(due::add);
    }
    for (var policy : due) {
      if (lastFailure(policy.domain()).isEmpty()) {
        var id = announcedId(policy.domain()).orElse(policy.id());
        var _ = fetched(policy.domain(), id, Optional::empty);
      }
    }
  }

  /** How many policies are remembered. */
  public int size() {
    synchronized (kept) {
      return kept.size();
    }
  }

  private boolean isOfAge(KeptPolicy policy, Instant now) {
    var half = policy.policy().maxAge().dividedBy(2);
    var age = half.compareTo(limits.refreshAfter()) < 0 ? half : limits.refreshAfter();
    return !policy.fetchedAt().plus(age).isAfter(now);
  }

  private Optional<KeptPolicy> inForce(DomainName domain) {
    synchronized (kept) {
      return Optional.ofNullable(kept.get(domain))
          .filter(policy -> policy.expiresAt().isAfter(clock.instant()));
    }
  }

  private Optional<TlsDefect> lastFailure(DomainName domain) {
    synchronized (failures) {
      return Optional.ofNullable(failures.get(domain))
          .filter(failure -> failure.until().isAfter(clock.instant()))
          .map(Failure::defect);
    }
  }

  private Optional<String> announcedId(DomainName domain) {
    return domain
        .prefixedWith("_mta-sts")
        .flatMap(
            name ->
                switch (dns.txt(name)) {
                  case DnsAnswer.Found<String>(var texts, _, _) -> StsRecord.id(texts);
                  case DnsAnswer.NoRecords<String> _,
                      DnsAnswer.NoSuchDomain<String> _,
                      DnsAnswer.Unavailable<String> _ ->
                      Optional.empty();
                });
  }

  /** However many messages want the same policy, it is fetched once. */
  private Found fetched(DomainName domain, String id, Supplier<Optional<KeptPolicy>> meanwhile) {
    var mine = new CompletableFuture<Found>();
    var flight = flights.putIfAbsent(domain, mine);
    if (flight != null) {
      return flight.join();
    }
    var found = Found.NOTHING;
    try {
      var known = meanwhile.get();
      found = known.isPresent() ? found(known, Optional.empty()) : fetchNow(domain, id);
      return found;
    } finally {
      flights.remove(domain, mine);
      mine.complete(found);
    }
  }

  private Found fetchNow(DomainName domain, String id) {
    return switch (inTurn(domain)) {
      case Fetched.Failed(var defect, _) -> failed(domain, defect);
      case Fetched.Text(var text) ->
          StsPolicy.parse(text)
              .map(policy -> keep(new KeptPolicy(domain, id, policy, clock.instant())))
              .orElseGet(() -> failed(domain, TlsDefect.STS_POLICY_INVALID));
    };
  }

  private Fetched inTurn(DomainName domain) {
    try {
      if (!places.tryAcquire(limits.patience().toNanos(), TimeUnit.NANOSECONDS)) {
        return new Fetched.Failed(TlsDefect.STS_POLICY_FETCH_ERROR, "too many fetches at once");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new Fetched.Failed(TlsDefect.STS_POLICY_FETCH_ERROR, "interrupted");
    }
    try {
      return fetch.fetch(domain);
    } finally {
      places.release();
    }
  }

  private Found keep(KeptPolicy policy) {
    synchronized (kept) {
      kept.put(policy.domain(), policy);
      trim();
    }
    memory.keep(policy);
    return found(Optional.of(policy), Optional.empty());
  }

  private Found failed(DomainName domain, TlsDefect defect) {
    synchronized (failures) {
      failures.remove(domain);
      failures.put(domain, new Failure(defect, clock.instant().plus(limits.afterFailure())));
      while (failures.size() > limits.domains()) {
        failures.pollFirstEntry();
      }
    }
    return found(inForce(domain), Optional.of(defect));
  }

  private void trim() {
    while (kept.size() > limits.domains()) {
      var eldest = kept.pollFirstEntry();
      memory.forget(eldest.getKey());
    }
  }

  private static Found found(Optional<KeptPolicy> policy, Optional<TlsDefect> defect) {
    return new Found(
        policy.map(KeptPolicy::policy).filter(of -> of.mode() != StsPolicy.Mode.NONE), defect);
  }

  /** What is remembered, for operators. */
  public List<KeptPolicy> all() {
    synchronized (kept) {
      return List.copyOf(kept.values());
    }
  }
}
