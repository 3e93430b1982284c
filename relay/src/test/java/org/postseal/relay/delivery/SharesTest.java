package org.postseal.relay.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.postseal.relay.route.NextHop;
import org.postseal.relay.route.Route;

/** Room for messages, and slots of destinations. */
class SharesTest {
  private static final NextHop BUSY = new NextHop(new Route.MailExchangers(), "busy.example");
  private static final NextHop FREE = new NextHop(new Route.MailExchangers(), "free.example");

  @Test
  void noMoreOctetsThanTheBudgetAndNobodyOvertakes() {
    var inFlight = new InFlight(10, 100);
    assertThat(inFlight.enter(60)).isCompleted();
    var large = inFlight.enter(50);
    var small = inFlight.enter(1);
    assertThat(large).isNotDone();
    assertThat(small).isNotDone();

    inFlight.leave(60);

    assertThat(large).isCompleted();
    assertThat(small).isCompleted();
    assertThat(inFlight.octets()).isEqualTo(51);
  }

  @Test
  void noMoreMessagesThanTheBudget() {
    var inFlight = new InFlight(2, 100);
    assertThat(inFlight.enter(1)).isCompleted();
    assertThat(inFlight.enter(1)).isCompleted();
    var third = inFlight.enter(1);
    assertThat(third).isNotDone();

    inFlight.leave(1);

    assertThat(third).isCompleted();
  }

  @Test
  void whatIsLargerThanTheBudgetGoesAlone() {
    var inFlight = new InFlight(10, 100);
    assertThat(inFlight.enter(1)).isCompleted();
    var huge = inFlight.enter(1000);
    assertThat(huge).isNotDone();

    inFlight.leave(1);

    assertThat(huge).isCompleted();
    assertThat(inFlight.enter(1)).isNotDone();
  }

  @Test
  void aDestinationHasItsSlotsAndNoMore() throws InterruptedException {
    var slots = new DestinationSlots(2, Duration.ofMillis(1));
    assertThat(slots.take(BUSY)).isTrue();
    assertThat(slots.take(BUSY)).isTrue();
    assertThat(slots.take(BUSY)).isFalse();
    assertThat(slots.take(FREE)).isTrue();

    slots.giveBack(BUSY);
    assertThat(slots.take(BUSY)).isTrue();

    slots.giveBack(BUSY);
    slots.giveBack(BUSY);
    slots.giveBack(FREE);
    assertThat(slots.destinations()).isZero();
  }

  @Test
  void onlyTheFirstWaitsForADestinationThatDoesNotMove() throws InterruptedException {
    var slots = new DestinationSlots(1, Duration.ofSeconds(1));
    assertThat(slots.take(BUSY)).isTrue();
    assertThat(slots.take(BUSY)).isFalse(); // after a second

    long began = System.nanoTime();
    for (int i = 0; i < 100; i++) {
      assertThat(slots.take(BUSY)).isFalse();
    }

    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(1));
  }

  @Test
  void aSlotThatTurnsOverIsWaitedFor() throws Exception {
    var slots = new DestinationSlots(1, Duration.ofSeconds(10));
    assertThat(slots.take(BUSY)).isTrue();
    var waiting = new CompletableFuture<Boolean>();
    var thread =
        Thread.startVirtualThread(
            () -> {
              try {
                waiting.complete(slots.take(BUSY));
              } catch (InterruptedException e) {
                waiting.completeExceptionally(e);
              }
            });

    slots.giveBack(BUSY);

    assertThat(waiting.get()).isTrue();
    thread.join();
  }
}
