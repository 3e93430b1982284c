package org.postseal.registry.lookup;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.postseal.authentication.dkim.Selector;
import org.postseal.authentication.dns.Dns;
import org.postseal.authentication.dns.DnsAnswer;
import org.postseal.authentication.dns.DomainName;
import org.postseal.registry.journal.RegistryState;

/**
 * Looks up key records. A selector that the registry made is answered from its own entry, whatever
 * the DNS says; any other, also of a domain of ours (a mailing service may sign for it with its own
 * key), from the DNS.
 */
public final class PublicKeys {

  /** What a lookup gives. */
  public sealed interface Lookup {

    /** The registry's own key: found, for nothing else is in the registry. */
    record Own(String recordText, Duration ttl) implements Lookup {}

    record FromDns(DnsAnswer<String> answer) implements Lookup {}

    /** The DNS takes longer than the caller should wait; the query goes on and will be cached. */
    record Pending() implements Lookup {}
  }

  /**
   * Patience and validity.
   *
   * @param ownTtl of answers about our own keys
   * @param answerWithin until a caller is told that the DNS takes longer
   */
  public record Times(Duration ownTtl, Duration answerWithin) {}

  private final RegistryState state;
  private final Dns dns;
  private final Times times;
  private final Executor waiting = task -> Thread.ofVirtual().name("key-lookup").start(task);

  /**
   * Makes a lookup.
   *
   * @param dns should cache and ask once for many
   */
  public PublicKeys(RegistryState state, Dns dns, Times times) {
    this.state = state;
    this.dns = dns;
    this.times = times;
  }

  /** Blocks for a bounded time. */
  public Lookup find(Selector selector, DomainName domain) {
    var own = state.key(domain, selector);
    if (own.isPresent()) {
      return new Lookup.Own(own.get().value().recordText(), times.ownTtl());
    }
    return selector
        .keyRecordName(domain)
        .map(this::fromDns)
        .orElseGet(() -> new Lookup.FromDns(new DnsAnswer.NoSuchDomain<>(times.ownTtl())));
  }

  private Lookup fromDns(DomainName name) {
    var answer = CompletableFuture.supplyAsync(() -> dns.txt(name), waiting);
    try {
      return new Lookup.FromDns(answer.get(times.answerWithin().toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException _) {
      return new Lookup.Pending();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new Lookup.Pending();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the DNS port does not throw", e);
    }
  }
}
