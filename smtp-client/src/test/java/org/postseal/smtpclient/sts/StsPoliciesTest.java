package org.postseal.smtpclient.sts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.postseal.authentication.dns.DomainName;
import org.postseal.smtpclient.hosts.ZoneInMemory;
import org.postseal.smtpclient.sts.PolicyFetch.Fetched;
import org.postseal.smtpclient.sts.StsPolicy.Mode;
import org.postseal.smtpclient.tls.TlsDefect;

/** When policies are looked for, fetched, remembered and forgotten. */
class StsPoliciesTest {
  private static final DomainName DOMAIN = DomainName.of("dest.example");
  private static final Fetched AWAY = new Fetched.Failed(TlsDefect.STS_POLICY_FETCH_ERROR, "away");

  private final ZoneInMemory zone =
      new ZoneInMemory()
          .mx("dest.example", 10, "mx.dest.example")
          .txt("_mta-sts.dest.example", "v=STSv1; id=1");
  private final Map<DomainName, KeptPolicy> disk = new LinkedHashMap<>();
  private final PolicyMemory memory =
      new PolicyMemory() {
        @Override
        public void keep(KeptPolicy policy) {
          disk.put(policy.domain(), policy);
        }

        @Override
        public void forget(DomainName domain) {
          disk.remove(domain);
        }
      };
  private final AtomicInteger fetches = new AtomicInteger();
  private volatile Fetched served = text("enforce", Duration.ofDays(7));
  private volatile Instant now = Instant.parse("2026-11-23T10:00:00Z");
  private StsPolicies policies = started();

  private StsPolicies started() {
    var fresh =
        new StsPolicies(
            zone,
            _ -> {
              fetches.incrementAndGet();
              return served;
            },
            memory,
            new StsPolicies.Limits(
                3, Duration.ofMinutes(5), Duration.ofDays(1), 4, Duration.ofSeconds(1)),
            () -> now);
    List.copyOf(disk.values()).forEach(fresh::learned);
    return fresh;
  }

  private static Fetched text(String mode, Duration maxAge) {
    return new Fetched.Text(
        "version: STSv1\nmode: "
            + mode
            + "\nmx: mx.dest.example\nmax_age: "
            + maxAge.toSeconds()
            + "\n");
  }

  private Mode mode() {
    return policies.of(DOMAIN).policy().map(StsPolicy::mode).orElse(Mode.NONE);
  }

  @Test
  void fetchedOnceAndRemembered() {
    assertThat(mode()).isEqualTo(Mode.ENFORCE);
    assertThat(mode()).isEqualTo(Mode.ENFORCE);
    assertThat(fetches).hasValue(1);
  }

  @Test
  void aRestartForgetsNothing() {
    var _ = mode();
    served = AWAY;
    policies = started();

    assertThat(mode()).isEqualTo(Mode.ENFORCE);
    assertThat(fetches).hasValue(1);
  }

  @Test
  void anotherIdIsAnotherPolicy() {
    var _ = mode();
    zone.withoutTxt("_mta-sts.dest.example").txt("_mta-sts.dest.example", "v=STSv1; id=2");
    served = text("testing", Duration.ofDays(7));

    assertThat(mode()).isEqualTo(Mode.TESTING);
    assertThat(disk.get(DOMAIN).id()).isEqualTo("2");
  }

  @Test
  void whoHoldsBackTheDnsOrTheHostCannotTakeAPolicyAway() {
    var _ = mode();
    zone.withoutTxt("_mta-sts.dest.example");
    assertThat(mode()).isEqualTo(Mode.ENFORCE);
    zone.unanswerable("_mta-sts.dest.example");
    assertThat(mode()).isEqualTo(Mode.ENFORCE);
  }

  @Test
  void aNewPolicyThatCannotBeFetchedLeavesTheOldOne() {
    var _ = mode();
    zone.withoutTxt("_mta-sts.dest.example").txt("_mta-sts.dest.example", "v=STSv1; id=2");
    served = AWAY;

    var found = policies.of(DOMAIN);

    assertThat(found.policy()).map(StsPolicy::mode).contains(Mode.ENFORCE);
    assertThat(found.defect()).contains(TlsDefect.STS_POLICY_FETCH_ERROR);
  }

  @Test
  void aHostThatFailedIsLeftAloneForAWhile() {
    served = AWAY;
    assertThat(policies.of(DOMAIN).defect()).contains(TlsDefect.STS_POLICY_FETCH_ERROR);
    assertThat(policies.of(DOMAIN).defect()).contains(TlsDefect.STS_POLICY_FETCH_ERROR);
    assertThat(fetches).hasValue(1);

    now = now.plus(Duration.ofMinutes(6));
    served = text("enforce", Duration.ofDays(7));
    assertThat(mode()).isEqualTo(Mode.ENFORCE);
  }

  @Test
  void anExpiredPolicySaysNothing() {
    var _ = mode();
    zone.withoutTxt("_mta-sts.dest.example");
    now = now.plus(Duration.ofDays(8));

    assertThat(mode()).isEqualTo(Mode.NONE);
    policies.refresh();
    assertThat(disk).isEmpty();
    assertThat(policies.size()).isZero();
  }

  @Test
  void refreshedBeforeItExpires() {
    var _ = mode();
    policies.refresh();
    assertThat(fetches).hasValue(1);

    now = now.plus(Duration.ofDays(1));
    policies.refresh();

    assertThat(fetches).hasValue(2);
    assertThat(disk.get(DOMAIN).fetchedAt()).isEqualTo(now);
  }

  @Test
  void aShortPolicyIsRefreshedAfterHalfItsLife() {
    served = text("enforce", Duration.ofHours(4));
    var _ = mode();
    now = now.plus(Duration.ofHours(2));

    policies.refresh();

    assertThat(fetches).hasValue(2);
  }

  @Test
  void aDomainWithoutARecordIsNotAskedForAPolicy() {
    assertThat(policies.of(DomainName.of("plain.example"))).isEqualTo(StsPolicies.Found.NOTHING);
    assertThat(fetches).hasValue(0);
  }

  @Test
  void noMoreDomainsThanAllowed() {
    for (int i = 0; i < 5; i++) {
      zone.txt("_mta-sts.d" + i + ".example", "v=STSv1; id=1");
      var _ = policies.of(DomainName.of("d" + i + ".example"));
    }
    assertThat(policies.size()).isEqualTo(3);
    assertThat(disk.keySet()).doesNotContain(DomainName.of("d0.example"));
  }

  @Test
  void manyMessagesFetchAPolicyOnce() throws Exception {
    var begun = new CountDownLatch(1);
    var mayAnswer = new CountDownLatch(1);
    var slow =
        new StsPolicies(
            zone,
            _ -> {
              fetches.incrementAndGet();
              begun.countDown();
              try {
                mayAnswer.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              return served;
            },
            PolicyMemory.none(),
            new StsPolicies.Limits(
                3, Duration.ofMinutes(5), Duration.ofDays(1), 4, Duration.ofSeconds(1)),
            () -> now);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var all = new ArrayList<Future<StsPolicies.Found>>();
      all.add(threads.submit(() -> slow.of(DOMAIN)));
      begun.await();
      for (int i = 0; i < 20; i++) {
        all.add(threads.submit(() -> slow.of(DOMAIN)));
      }
      mayAnswer.countDown();
      for (var one : all) {
        assertThat(one.get().policy()).map(StsPolicy::mode).contains(Mode.ENFORCE);
      }
    }
    assertThat(fetches).hasValue(1);
  }
}
