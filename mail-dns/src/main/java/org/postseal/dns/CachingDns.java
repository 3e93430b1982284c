package org.postseal.dns;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.LongAdder;
import org.postseal.authentication.dns.AddressFamily;
import org.postseal.authentication.dns.Dns;
import org.postseal.authentication.dns.DnsAnswer;
import org.postseal.authentication.dns.DomainName;
import org.postseal.authentication.dns.MailExchange;
import org.postseal.authentication.dns.TlsaRecord;

/**
 * Answers from memory while a TTL lasts, and asks once however many threads want the same.
 *
 * <p>Answers carry the TTL that is left. An answer without time to live is still given to everybody
 * who was waiting for it, and then forgotten. Failures are kept for {@link
 * CacheSettings#failureTtl}. Nothing is served beyond its TTL: a revoked key must go.
 *
 * <p>The query runs on its own virtual thread, so an asker that is interrupted or gives up harms
 * nobody else who waits.
 */
public final class CachingDns implements Dns {

  private final Dns dns;
  private final CacheSettings settings;
  private final InstantSource clock;
  private final AnswerMemory memory;
  private final ConcurrentHashMap<Question<?>, CompletableFuture<DnsAnswer<?>>> flights =
      new ConcurrentHashMap<>();
  private final LongAdder hits = new LongAdder();
  private final LongAdder joins = new LongAdder();
  private final LongAdder queries = new LongAdder();
  private final LongAdder failures = new LongAdder();

  /**
   * What the cache did so far.
   *
   * @param hits answered from memory
   * @param joins waited for a query that somebody else had begun
   * @param queries that went out
   * @param failures of these, without an answer in time or with one that cannot be used
   * @param octets kept now, estimated
   */
  public record Statistics(long hits, long joins, long queries, long failures, long octets) {}

  public CachingDns(Dns dns, CacheSettings settings, InstantSource clock) {
    this.dns = dns;
    this.settings = settings;
    this.clock = clock;
    this.memory = new AnswerMemory(settings.maxOctets());
  }

  public CachingDns(Dns dns) {
    this(dns, CacheSettings.DEFAULT, InstantSource.system());
  }

  @Override
  public DnsAnswer<String> txt(DomainName name) {
    return answer(new Question.Txt(name));
  }

  @Override
  public DnsAnswer<InetAddress> addresses(DomainName name, AddressFamily family) {
    return answer(new Question.Addresses(name, family));
  }

  @Override
  public DnsAnswer<MailExchange> mailExchanges(DomainName name) {
    return answer(new Question.MailExchanges(name));
  }

  @Override
  public DnsAnswer<DomainName> pointers(InetAddress address) {
    return answer(new Question.Pointers(address));
  }

  @Override
  public DnsAnswer<TlsaRecord> tlsa(DomainName name) {
    return answer(new Question.Tlsa(name));
  }

  @Override
  public DnsAnswer<DomainName> aliases(DomainName name) {
    return answer(new Question.Aliases(name));
  }

  public Statistics statistics() {
    return new Statistics(hits.sum(), joins.sum(), queries.sum(), failures.sum(), memory.octets());
  }

  /** Forgets everything, as after a change of the resolvers. */
  public void forgetAll() {
    memory.clear();
  }

  private <T> DnsAnswer<T> answer(Question<T> question) {
    var now = clock.instant();
    var kept = memory.find(question, now);
    if (kept.isPresent()) {
      hits.increment();
      return typed(kept.get());
    }
    var mine = new CompletableFuture<DnsAnswer<?>>();
    var flight = flights.putIfAbsent(question, mine);
    if (flight == null) {
      Thread.ofVirtual().name("dns-query").start(() -> fly(question, mine));
      return landed(mine);
    }
    joins.increment();
    return landed(flight);
  }

  private void fly(Question<?> question, CompletableFuture<DnsAnswer<?>> flight) {
    DnsAnswer<?> answer = new DnsAnswer.Unavailable<>("the resolver failed");
    boolean asked = false;
    try {
      // A flight that landed between our look into memory and our take-off has left its answer.
      var kept = memory.find(question, clock.instant());
      if (kept.isPresent()) {
        answer = kept.get();
      } else {
        queries.increment();
        asked = true;
        answer = question.askedOf(dns);
        keep(question, answer, clock.instant());
      }
    } finally {
      if (asked && answer instanceof DnsAnswer.Unavailable) {
        failures.increment();
      }
      flights.remove(question, flight);
      flight.complete(answer);
    }
  }

  private void keep(Question<?> question, DnsAnswer<?> answer, Instant now) {
    Duration ttl =
        switch (answer) {
          case DnsAnswer.Found<?> found -> smaller(found.ttl(), settings.maxTtl());
          case DnsAnswer.NoSuchDomain<?>(var negative) ->
              smaller(negative, settings.maxNegativeTtl());
          case DnsAnswer.NoRecords<?>(var negative) -> smaller(negative, settings.maxNegativeTtl());
          case DnsAnswer.Unavailable<?> _ -> settings.failureTtl();
        };
    if (ttl.isPositive()) {
      memory.keep(question, answer, now.plus(ttl));
    }
  }

  private static <T> DnsAnswer<T> landed(CompletableFuture<DnsAnswer<?>> flight) {
    try {
      return typed(flight.get());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new DnsAnswer.Unavailable<>("interrupted");
    } catch (ExecutionException e) {
      throw new IllegalStateException("a flight always lands", e);
    }
  }

  /** A question's answers have its type: {@link Question#askedOf} is the only source. */
  @SuppressWarnings("unchecked")
  private static <T> DnsAnswer<T> typed(DnsAnswer<?> answer) {
    return (DnsAnswer<T>) answer;
  }

  private static Duration smaller(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
