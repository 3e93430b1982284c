package org.postseal.ingress.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.postseal.ingress.load.MemoryBudget.Growth;

class MemoryBudgetTest {
  private static final long MIB = 1 << 20;
  private static final ContentOwner ANYBODY = new ContentOwner(Optional.empty(), true);

  private final MemoryBudget budget = new MemoryBudget(MemoryLimits.undivided(100));

  /** Writes down what it is told. */
  private static final class Diary implements MemoryBudget.Holder {
    private final List<String> entries = new ArrayList<>();

    @Override
    public void dropped() {
      entries.add("dropped");
    }

    @Override
    public void granted() {
      entries.add("granted");
    }
  }

  private final Diary oldest = new Diary();
  private final Diary middle = new Diary();
  private final Diary youngest = new Diary();

  @Test
  void reservesUntilNothingIsLeft() {
    var first = budget.reserve(60, ANYBODY, oldest).orElseThrow();
    assertThat(budget.reserve(41, ANYBODY, youngest)).isEmpty();
    assertThat(budget.reserve(40, ANYBODY, youngest)).isPresent();
    first.release();
    first.release();
    assertThat(budget.used()).isEqualTo(40);
  }

  @Test
  void growsWithinTheBudgetWithoutHurtingAnybody() {
    var first = budget.reserve(10, ANYBODY, oldest).orElseThrow();
    assertThat(budget.reserve(10, ANYBODY, youngest)).isPresent();
    assertThat(first.growTo(90, 90)).isEqualTo(Growth.GRANTED);
    assertThat(first.growTo(50, 50)).isEqualTo(Growth.GRANTED);
    assertThat(budget.used()).isEqualTo(100);
    assertThat(youngest.entries).isEmpty();
  }

  @Test
  void takesBackWhatASlowClientHasNotUsed() {
    var now = new AtomicLong();
    var shared = new MemoryBudget(MemoryLimits.undivided(100), now::get);
    var slow = shared.reserve(60, ANYBODY, oldest).orElseThrow();
    assertThat(slow.growTo(10, 10)).isEqualTo(Growth.GRANTED);
    assertThat(shared.reserve(60, ANYBODY, youngest)).isEmpty();
    now.set(MemoryBudget.SLOW.toNanos() + 1);
    assertThat(shared.reserve(60, ANYBODY, youngest)).isPresent();
    assertThat(shared.used()).isEqualTo(70);
    assertThat(oldest.entries).isEmpty();
    assertThat(slow.growTo(60, 60)).isEqualTo(Growth.GRANTED);
    assertThat(youngest.entries).containsExactly("dropped");
    slow.release();
    assertThat(shared.used()).isZero();
  }

  @Test
  void takesFromTheYoungestFirstAndNoMoreThanNeeded() {
    var first = budget.reserve(30, ANYBODY, oldest).orElseThrow();
    var second = budget.reserve(30, ANYBODY, middle).orElseThrow();
    var third = budget.reserve(30, ANYBODY, youngest).orElseThrow();
    assertThat(first.growTo(60, 60)).isEqualTo(Growth.GRANTED);
    assertThat(youngest.entries).containsExactly("dropped");
    assertThat(middle.entries).isEmpty();
    assertThat(third.growTo(31, 31)).isEqualTo(Growth.DROPPED);
    assertThat(third.settle(10)).isFalse();
    assertThat(second.growTo(40, 40)).isEqualTo(Growth.GRANTED);
    third.release();
    assertThat(budget.used()).isEqualTo(100);
  }

  @Test
  void theYoungestGivesUpWhenNothingIsLeft() {
    assertThat(budget.reserve(60, ANYBODY, oldest)).isPresent();
    var second = budget.reserve(30, ANYBODY, youngest).orElseThrow();
    assertThat(second.growTo(50, 50)).isEqualTo(Growth.DROPPED);
    assertThat(oldest.entries).isEmpty();
    assertThat(budget.used()).isEqualTo(60);
  }

  @Test
  void theOldestWaitsForContentThatIsComplete() {
    var complete = budget.reserve(50, ANYBODY, middle).orElseThrow();
    assertThat(complete.settle(50)).isTrue();
    var arriving = budget.reserve(40, ANYBODY, oldest).orElseThrow();
    assertThat(arriving.growTo(60, 60)).isEqualTo(Growth.WAIT);
    assertThat(budget.reserve(1, ANYBODY, youngest)).as("nobody overtakes it").isEmpty();
    complete.release();
    assertThat(oldest.entries).containsExactly("granted");
    assertThat(budget.used()).isEqualTo(60);
    assertThat(budget.reserve(1, ANYBODY, youngest)).isPresent();
  }

  @Test
  void doesNotWaitForWhatWillNeverCome() {
    var alone = budget.reserve(50, ANYBODY, oldest).orElseThrow();
    assertThat(alone.growTo(101, 101)).isEqualTo(Growth.DROPPED);
    var complete = budget.reserve(50, ANYBODY, middle).orElseThrow();
    assertThat(complete.settle(50)).isTrue();
    var greedy = budget.reserve(10, ANYBODY, oldest).orElseThrow();
    assertThat(greedy.growTo(101, 101)).isEqualTo(Growth.WAIT);
    complete.release();
    assertThat(oldest.entries).containsExactly("dropped");
    assertThat(budget.used()).isZero();
  }

  @Test
  void givesBackWhatWasReservedTooMuch() {
    var first = budget.reserve(90, ANYBODY, oldest).orElseThrow();
    assertThat(first.settle(20)).isTrue();
    assertThat(budget.used()).isEqualTo(20);
    assertThat(budget.reserve(80, ANYBODY, youngest)).isPresent();
  }

  // ---- shares

  private static final MemoryLimits DIVIDED =
      new MemoryLimits(
          1000 * MIB, 750 * MIB, 800 * MIB, 250 * MIB, 500 * MIB, 1024, Duration.ofMinutes(2));

  private final AtomicLong clock = new AtomicLong();
  private final MemoryBudget divided = new MemoryBudget(DIVIDED, clock::get);

  private static ContentOwner client(int network, int host, boolean stranger) {
    var prefix = "192.0." + network + ".";
    return new ContentOwner(
        Optional.of(new ContentOwner.Client(prefix + host, prefix + "0/24")), stranger);
  }

  private void pass(Duration time) {
    clock.addAndGet(time.toNanos());
  }

  @Test
  void anAddressAndANetworkHaveShares() {
    var first = divided.reserve(200 * MIB, client(1, 1, true), oldest).orElseThrow();
    assertThat(divided.reserve(51 * MIB, client(1, 1, true), youngest)).isEmpty();
    assertThat(divided.reserve(250 * MIB, client(1, 2, true), youngest)).isPresent();
    assertThat(divided.reserve(51 * MIB, client(1, 3, true), youngest)).isEmpty();
    assertThat(divided.reserve(51 * MIB, client(2, 3, true), youngest)).isPresent();
    assertThat(first.growTo(251 * MIB, 0)).isEqualTo(Growth.DROPPED);
    assertThat(youngest.entries).as("who outgrows a share takes nothing of others").isEmpty();
  }

  @Test
  void withinAShareTheYoungestGivesWay() {
    var first = divided.reserve(100 * MIB, client(1, 1, true), oldest).orElseThrow();
    assertThat(divided.reserve(100 * MIB, client(1, 1, true), youngest)).isPresent();
    assertThat(divided.reserve(100 * MIB, client(1, 2, true), middle)).isPresent();
    assertThat(first.growTo(200 * MIB, 0)).isEqualTo(Growth.GRANTED);
    assertThat(youngest.entries).containsExactly("dropped");
    assertThat(middle.entries).isEmpty();
  }

  @Test
  void strangersLeaveRoomForAccounts() {
    for (int network = 0; network < 800; network++) {
      assertThat(divided.reserve(MIB, client(network, 1, true), oldest)).isPresent();
    }
    assertThat(divided.reserve(1, client(900, 1, true), youngest)).isEmpty();
    assertThat(divided.reserve(MIB, client(900, 1, false), youngest)).isPresent();
  }

  @Test
  void largeContentLeavesRoomForEverydayMail() {
    for (int network = 0; network < 15; network++) {
      assertThat(divided.reserve(50 * MIB, client(network, 1, true), oldest)).isPresent();
    }
    assertThat(divided.reserve(2 * MIB, client(20, 1, true), youngest)).isEmpty();
    var everyday = divided.reserve(MIB, client(20, 1, true), youngest).orElseThrow();
    assertThat(everyday.growTo(2 * MIB, 0)).isEqualTo(Growth.DROPPED);
    assertThat(oldest.entries).isEmpty();
  }

  @Test
  void aStalledSenderOfMuchIsGivenUpForOthers() {
    var stalled = new ArrayList<MemoryBudget.Reservation>();
    for (int network = 0; network < 15; network++) {
      var one = divided.reserve(MIB, client(network, 1, true), oldest).orElseThrow();
      assertThat(one.growTo(50 * MIB, 40 * MIB)).isEqualTo(Growth.GRANTED);
      stalled.add(one);
    }
    long received = 40 * MIB;
    for (int second = 0; second < 12; second += 3) { // an octet every 3 s
      pass(Duration.ofSeconds(3));
      for (var one : stalled) {
        assertThat(one.growTo(50 * MIB, ++received)).isEqualTo(Growth.GRANTED);
      }
    }
    assertThat(divided.reserve(60 * MIB, client(20, 1, true), youngest)).isPresent();
    assertThat(oldest.entries).as("no more than needed").containsExactly("dropped", "dropped");
  }

  @Test
  void theSlowestIsGivenUpFirst() {
    var quick = divided.reserve(250 * MIB, client(1, 1, true), oldest).orElseThrow();
    var slow = divided.reserve(250 * MIB, client(2, 1, true), middle).orElseThrow();
    var slower = divided.reserve(250 * MIB, client(3, 1, true), youngest).orElseThrow();
    pass(ContentProgress.WINDOW);
    assertThat(quick.growTo(250 * MIB, 100 * MIB)).isEqualTo(Growth.GRANTED);
    assertThat(slow.growTo(250 * MIB, 20_000)).isEqualTo(Growth.GRANTED);
    assertThat(slower.growTo(250 * MIB, 10_000)).isEqualTo(Growth.GRANTED);
    assertThat(divided.reserve(2 * MIB, client(4, 1, true), new Diary())).isPresent();
    assertThat(youngest.entries).containsExactly("dropped");
    assertThat(middle.entries).isEmpty();
    assertThat(oldest.entries).isEmpty();
  }

  @Test
  void whoWaitedForMemoryIsNotSlow() {
    var complete = divided.reserve(750 * MIB, ANYBODY, middle).orElseThrow();
    complete.settle(750 * MIB);
    var waits = divided.reserve(MIB, client(1, 1, true), oldest).orElseThrow();
    assertThat(waits.growTo(20 * MIB, MIB)).isEqualTo(Growth.WAIT);
    pass(Duration.ofMinutes(1));
    complete.release();
    assertThat(oldest.entries).containsExactly("granted");
    assertThat(divided.reserve(700 * MIB, ANYBODY, middle)).isPresent();
    assertThat(divided.reserve(100 * MIB, client(2, 1, true), youngest)).isEmpty();
    assertThat(oldest.entries).containsExactly("granted");
  }

  @Test
  void sharesAreGivenBack() {
    var random = new Random(22);
    var open = new ArrayList<MemoryBudget.Reservation>();
    for (int i = 0; i < 20_000; i++) {
      var owner = client(random.nextInt(4), random.nextInt(3), random.nextBoolean());
      if (random.nextBoolean() || open.isEmpty()) {
        divided.reserve(random.nextInt(3 << 20), owner, new Diary()).ifPresent(open::add);
      } else if (random.nextBoolean()) {
        open.get(random.nextInt(open.size())).growTo(random.nextInt(90 << 20), i);
      } else {
        open.remove(random.nextInt(open.size())).release();
      }
      pass(Duration.ofMillis(random.nextInt(500)));
      assertThat(divided.used()).isBetween(0L, divided.capacity());
    }
    open.forEach(MemoryBudget.Reservation::release);
    assertThat(divided.used()).isZero();
    for (int network = 0; network < 2; network++) {
      assertThat(divided.reserve(250 * MIB, client(network, 0, false), oldest)).isPresent();
    }
    assertThat(divided.reserve(250 * MIB, client(2, 0, false), oldest)).isPresent();
  }

  /**
   * Whatever happens, the sum is right and the oldest arriving content is never dropped for others.
   */
  @Test
  void neverLosesCountAndAlwaysLetsTheOldestFinish() {
    var random = new Random(452);
    for (int round = 0; round < 300; round++) {
      var model = new Model(random);
      for (int i = 0; i < 200; i++) {
        model.step();
      }
    }
  }

  private static final class Model {
    private static final long CAPACITY = 1000;
    private final Random random;
    private final MemoryBudget budget = new MemoryBudget(MemoryLimits.undivided(CAPACITY));
    private final List<Tx> open = new ArrayList<>();

    private static final class Tx implements MemoryBudget.Holder {
      private MemoryBudget.@Nullable Reservation reservation;
      private long size;
      private boolean gone;
      private boolean settled;
      private boolean waiting;

      @Override
      public void dropped() {
        gone = true;
        waiting = false;
      }

      @Override
      public void granted() {
        waiting = false;
      }
    }

    Model(Random random) {
      this.random = random;
    }

    void step() {
      if (open.isEmpty() || random.nextInt(4) == 0) {
        var tx = new Tx();
        tx.size = 1L + random.nextInt(200);
        budget
            .reserve(tx.size, ANYBODY, tx)
            .ifPresent(
                reservation -> {
                  tx.reservation = reservation;
                  open.add(tx);
                });
      } else {
        act(open.get(random.nextInt(open.size())));
      }
      open.removeIf(tx -> tx.gone);
      assertThat(budget.used()).isBetween(0L, CAPACITY);
    }

    private void act(Tx tx) {
      var reservation = Objects.requireNonNull(tx.reservation);
      if (tx.settled) {
        reservation.release();
        tx.gone = true;
      } else if (!tx.waiting && random.nextBoolean()) {
        grow(tx, reservation);
      } else if (!tx.waiting) {
        tx.settled = reservation.settle(tx.size);
        assertThat(tx.settled).isTrue();
      }
    }

    private void grow(Tx tx, MemoryBudget.Reservation reservation) {
      boolean oldest = open.stream().filter(t -> !t.settled).findFirst().orElse(tx) == tx;
      tx.size += 1L + random.nextInt(150);
      switch (reservation.growTo(tx.size, tx.size)) {
        case GRANTED -> assertThat(tx.gone).isFalse();
        case WAIT -> {
          tx.waiting = true;
          assertThat(oldest).isTrue();
        }
        case DROPPED -> {
          tx.gone = true;
          assertThat(!oldest || tx.size > CAPACITY).isTrue();
        }
      }
    }
  }
}
