package org.postseal.dns;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.postseal.authentication.dns.AddressFamily;
import org.postseal.authentication.dns.Dns;
import org.postseal.authentication.dns.DnsAnswer;
import org.postseal.authentication.dns.DnssecStatus;
import org.postseal.authentication.dns.DomainName;
import org.postseal.authentication.dns.MailExchange;

class CachingDnsTest {

  private static final DomainName NAME = DomainName.of("s._domainkey.example.com");
  private static final CacheSettings SETTINGS =
      new CacheSettings(Duration.ofHours(1), Duration.ofMinutes(5), Duration.ofSeconds(5), 100_000);

  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private final Scripted scripted = new Scripted();
  private final CachingDns dns = new CachingDns(scripted, SETTINGS, (InstantSource) now::get);

  private void pass(Duration time) {
    now.updateAndGet(n -> n.plus(time));
  }

  private static DnsAnswer<String> key(Duration ttl) {
    return new DnsAnswer.Found<>(List.of("p=abc"), ttl, DnssecStatus.NOT_PROVEN);
  }

  @Test
  void answersFromMemoryWithTheTtlThatIsLeft() {
    scripted.answer = key(Duration.ofMinutes(10));
    assertThat(dns.txt(NAME)).isEqualTo(key(Duration.ofMinutes(10)));
    pass(Duration.ofMinutes(9));
    assertThat(dns.txt(NAME)).isEqualTo(key(Duration.ofMinutes(1)));
    assertThat(scripted.queries).hasValue(1);
    pass(Duration.ofMinutes(1));
    assertThat(dns.txt(NAME)).isEqualTo(key(Duration.ofMinutes(10)));
    assertThat(scripted.queries).hasValue(2);
  }

  @Test
  void aLongTtlIsBounded() {
    scripted.answer = key(Duration.ofDays(365));
    dns.txt(NAME);
    pass(Duration.ofHours(1));
    dns.txt(NAME);
    assertThat(scripted.queries).hasValue(2);
  }

  @Test
  void negativeAnswersAreKeptForTheirTtlWithinItsBound() {
    scripted.answer = new DnsAnswer.NoSuchDomain<>(Duration.ofDays(1));
    dns.txt(NAME);
    pass(Duration.ofMinutes(4));
    assertThat(dns.txt(NAME)).isEqualTo(new DnsAnswer.NoSuchDomain<>(Duration.ofMinutes(1)));
    assertThat(scripted.queries).hasValue(1);
    pass(Duration.ofMinutes(1));
    scripted.answer = new DnsAnswer.NoRecords<>(Duration.ZERO);
    dns.txt(NAME);
    dns.txt(NAME);
    assertThat(scripted.queries).as("no SOA, nothing kept").hasValue(3);
  }

  @Test
  void failuresAreKeptForAMoment() {
    scripted.answer = new DnsAnswer.Unavailable<>("SERVFAIL");
    dns.txt(NAME);
    scripted.answer = key(Duration.ofMinutes(1));
    pass(Duration.ofSeconds(4));
    assertThat(dns.txt(NAME)).isEqualTo(new DnsAnswer.Unavailable<>("SERVFAIL"));
    pass(Duration.ofSeconds(1));
    assertThat(dns.txt(NAME)).isEqualTo(key(Duration.ofMinutes(1)));
  }

  @Test
  void typesOfOneNameAreDifferentQuestions() {
    scripted.answer = key(Duration.ofMinutes(1));
    dns.txt(NAME);
    assertThat(dns.mailExchanges(NAME)).isInstanceOf(DnsAnswer.NoRecords.class);
    assertThat(dns.addresses(NAME, AddressFamily.IPV4)).isInstanceOf(DnsAnswer.NoRecords.class);
    assertThat(dns.addresses(NAME, AddressFamily.IPV6)).isInstanceOf(DnsAnswer.NoRecords.class);
    assertThat(scripted.queries).hasValue(4);
  }

  @Test
  void manyAskersMakeOneQuery() throws Exception {
    scripted.answer = key(Duration.ZERO); // memory cannot be what makes it one
    scripted.gate = new CountDownLatch(1);
    int askers = 500;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers = new ArrayList<Future<DnsAnswer<String>>>();
      for (int i = 0; i < askers; i++) {
        answers.add(threads.submit(() -> dns.txt(NAME)));
      }
      while (dns.statistics().joins() < askers - 1) {
        Thread.onSpinWait();
      }
      scripted.gate.countDown();
      for (var answer : answers) {
        assertThat(answer.get()).isEqualTo(key(Duration.ZERO));
      }
    }
    assertThat(scripted.queries).hasValue(1);
  }

  @Test
  void anAskerThatIsInterruptedHarmsNobodyElse() throws Exception {
    scripted.answer = key(Duration.ofMinutes(1));
    scripted.gate = new CountDownLatch(1);
    var given = new AtomicReference<DnsAnswer<String>>();
    var first = Thread.ofVirtual().start(() -> given.set(dns.txt(NAME)));
    while (scripted.queries.get() == 0) {
      Thread.onSpinWait();
    }
    first.interrupt();
    first.join();
    assertThat(given.get()).isEqualTo(new DnsAnswer.Unavailable<>("interrupted"));
    scripted.gate.countDown();
    assertThat(dns.txt(NAME)).isEqualTo(key(Duration.ofMinutes(1)));
    assertThat(scripted.queries).hasValue(1);
  }

  @Test
  void aFailingAdapterIsUnavailableAndAskedAgain() {
    scripted.failure = new IllegalStateException("broken");
    assertThat(dns.txt(NAME)).isInstanceOf(DnsAnswer.Unavailable.class);
    assertThat(dns.statistics().failures()).isEqualTo(1);
    scripted.failure = null;
    scripted.answer = key(Duration.ofMinutes(1));
    assertThat(dns.txt(NAME)).isEqualTo(key(Duration.ofMinutes(1)));
  }

  @Test
  void whatItDidIsMeasuredBySource() {
    scripted.answer = key(Duration.ofMinutes(1));
    dns.txt(NAME);
    dns.txt(NAME);
    dns.txt(NAME);
    scripted.answer = new DnsAnswer.Unavailable<>("no answer");
    dns.txt(DomainName.of("away.example"));

    var registry = new SimpleMeterRegistry();
    new DnsMetrics(dns, "verifier").bindTo(registry);

    assertThat(measured(registry, "postseal_dns_answers", "memory")).isEqualTo(2);
    assertThat(measured(registry, "postseal_dns_answers", "query")).isEqualTo(2);
    assertThat(measured(registry, "postseal_dns_answers", "joined")).isZero();
    assertThat(registry.get("postseal_dns_failures").functionCounter().count()).isEqualTo(1);
    assertThat(registry.get("postseal_dns_cache").gauge().value()).isPositive();
  }

  private static double measured(SimpleMeterRegistry registry, String name, String from) {
    return registry.get(name).tags("cache", "verifier", "from", from).functionCounter().count();
  }

  @Test
  void theLeastRecentlyUsedMakeRoom() {
    scripted.answer =
        new DnsAnswer.Found<>(
            List.of("x".repeat(9_000)), Duration.ofHours(1), DnssecStatus.NOT_PROVEN);
    for (int i = 0; i < 50; i++) {
      dns.txt(DomainName.of("n" + i + ".example"));
      dns.txt(DomainName.of("n0.example")); // used all the time
      assertThat(dns.statistics().octets()).isBetween(1L, 100_000L);
    }
    assertThat(scripted.queries).hasValue(50);
    dns.txt(DomainName.of("n1.example"));
    assertThat(scripted.queries).hasValue(51);
    dns.forgetAll();
    assertThat(dns.statistics().octets()).isZero();
  }

  /** Answers TXT as told, everything else with NODATA. */
  private static final class Scripted implements Dns {
    volatile DnsAnswer<String> answer = new DnsAnswer.Unavailable<>("not told");
    volatile CountDownLatch gate = new CountDownLatch(0);
    volatile @Nullable RuntimeException failure;
    final AtomicInteger queries = new AtomicInteger();

    @Override
    public DnsAnswer<String> txt(DomainName name) {
      queries.incrementAndGet();
      var toThrow = failure;
      if (toThrow != null) {
        throw toThrow;
      }
      try {
        gate.await();
      } catch (InterruptedException _) {
        return new DnsAnswer.Unavailable<>("interrupted");
      }
      return answer;
    }

    @Override
    public DnsAnswer<InetAddress> addresses(DomainName name, AddressFamily family) {
      return nothing();
    }

    @Override
    public DnsAnswer<MailExchange> mailExchanges(DomainName name) {
      return nothing();
    }

    @Override
    public DnsAnswer<DomainName> pointers(InetAddress address) {
      return nothing();
    }

    private <T> DnsAnswer<T> nothing() {
      queries.incrementAndGet();
      return new DnsAnswer.NoRecords<>(Duration.ofMinutes(1));
    }
  }
}
