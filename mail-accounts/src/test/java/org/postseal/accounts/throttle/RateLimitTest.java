package org.postseal.accounts.throttle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RateLimitTest {
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final RateLimit limit = new RateLimit(10, MINUTE, 1000);

  private static int taken(RateLimit limit, String key, int attempts, Instant now) {
    int taken = 0;
    for (int i = 0; i < attempts; i++) {
      taken += limit.take(key, 1, now) ? 1 : 0;
    }
    return taken;
  }

  @Test
  void theWholeAmountAtOnceAndThenNoMore() {
    assertThat(taken(limit, "alice", 15, NOON)).isEqualTo(10);
  }

  @Test
  void oneKeyDoesNotUseWhatIsAnothers() {
    taken(limit, "alice", 15, NOON);
    assertThat(limit.take("bob", 10, NOON)).isTrue();
  }

  @Test
  void theBucketFillsEvenly() {
    taken(limit, "alice", 10, NOON);
    assertThat(limit.take("alice", 1, NOON.plusMillis(5_999))).isFalse();
    assertThat(limit.take("alice", 1, NOON.plusSeconds(6))).isTrue();
    assertThat(limit.take("alice", 5, NOON.plusSeconds(35))).isFalse();
    assertThat(limit.take("alice", 5, NOON.plusSeconds(36))).isTrue();
  }

  @Test
  void whatIsRefusedCostsNothing() {
    assertThat(limit.take("alice", 8, NOON)).isTrue();
    assertThat(limit.take("alice", 3, NOON)).isFalse();
    assertThat(limit.take("alice", 2, NOON)).isTrue();
  }

  @Test
  void moreThanTheAmountIsNeverThere() {
    assertThat(limit.take("alice", 11, NOON)).isFalse();
    assertThat(limit.take("alice", Long.MAX_VALUE, NOON)).isFalse();
  }

  @Test
  void lookingTakesNothing() {
    for (int i = 0; i < 20; i++) {
      assertThat(limit.holds("alice", 10, NOON)).isTrue();
    }
    assertThat(limit.size()).isZero();
  }

  @Test
  void whatIsGivenBackIsThereAgain() {
    taken(limit, "alice", 10, NOON);
    limit.giveBack("alice", 2);
    limit.giveBack("bob", 2);
    assertThat(taken(limit, "alice", 5, NOON)).isEqualTo(2);
    assertThat(limit.take("bob", 11, NOON)).isFalse();
  }

  @Test
  void zeroIsNoLimit() {
    assertThat(taken(new RateLimit(0, MINUTE, 1), "alice", 1000, NOON)).isEqualTo(1000);
  }

  @Test
  void theClockGoingBackMakesNobodyWaitLongerThanAPeriod() {
    assertThat(limit.take("alice", 10, NOON)).isTrue();
    assertThat(limit.take("alice", 1, NOON.minusSeconds(3600))).isFalse();
    assertThat(limit.take("alice", 10, NOON.plus(MINUTE))).isTrue();
  }

  @Test
  void manyKeysTakeNoMoreThanTheirRoom() {
    for (int i = 0; i < 100_000; i++) {
      limit.take("key " + i, 1, NOON);
    }
    assertThat(limit.size()).isBetween(900, 1008);
  }

  @Test
  void aFloodOfNewKeysDoesNotSetAnExhaustedOneFree() {
    taken(limit, "mallory", 10, NOON);
    for (int i = 0; i < 100_000; i++) {
      limit.take("key " + i, 1, NOON.plusMillis(1));
    }
    assertThat(limit.take("mallory", 1, NOON.plusMillis(1))).isFalse();
  }

  @Test
  void neverMoreThanAmountAndRefillWhateverTheOrder() {
    var random = new Random(42);
    var now = NOON;
    long sum = 0;
    for (int i = 0; i < 20_000; i++) {
      now = now.plusMillis(random.nextInt(2000));
      int wanted = 1 + random.nextInt(4);
      if (limit.take("alice", wanted, now)) {
        sum += wanted;
      }
      long most = 10 + Duration.between(NOON, now).toSeconds() / 6 + 1;
      assertThat(sum).isLessThanOrEqualTo(most);
    }
    assertThat(sum).isGreaterThan(Duration.between(NOON, now).toSeconds() / 6 * 9 / 10);
  }

  @Test
  void manyThreadsTakeNoMoreThanThereIs() throws InterruptedException {
    var start = new CountDownLatch(1);
    var sum = new AtomicInteger();
    var threads = new Thread[8];
    for (int i = 0; i < threads.length; i++) {
      threads[i] =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      start.await();
                      sum.addAndGet(taken(limit, "alice", 1000, NOON));
                    } catch (InterruptedException _) {
                      Thread.currentThread().interrupt();
                    }
                  });
    }
    start.countDown();
    for (var thread : threads) {
      thread.join();
    }
    assertThat(sum).hasValue(10);
  }

  @Test
  void aRateHasAPeriodAndKeys() {
    assertThatThrownBy(() -> new RateLimit(-1, MINUTE, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new RateLimit(1, Duration.ZERO, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new RateLimit(1, MINUTE, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
