package org.postseal.relay.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SinceDeliveryTest {
  private final SinceDelivery since = new SinceDelivery();

  private static long at(int seconds) {
    return Long.MAX_VALUE - 5 + Duration.ofSeconds(seconds).toNanos(); // nanoTime may overflow
  }

  @Test
  void anEmptyQueueIsNoFailure() {
    since.look(false, at(0));
    assertThat(since.length(at(3600))).isZero();
  }

  @Test
  void itCountsFromWhenSomethingCameToWait() {
    since.look(false, at(0));
    since.look(true, at(100));
    since.look(true, at(160));
    assertThat(since.length(at(160))).isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void aDeliveryBeginsItAnew() {
    since.look(true, at(0));
    since.delivered(at(50));
    since.look(true, at(51));
    assertThat(since.length(at(60))).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void whatWaitsAfterAPauseIsNotLateFromTheStart() {
    since.look(true, at(0));
    since.look(false, at(10));
    since.look(true, at(1000));
    assertThat(since.length(at(1001))).isEqualTo(Duration.ofSeconds(1));
  }
}
