package org.postseal.ingress.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.postseal.ingress.load.MemoryBudget.Growth;

class MemoryBudgetTest {
  private final MemoryBudget budget = new MemoryBudget(100);

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
    var first = budget.reserve(60, oldest).orElseThrow();
    assertThat(budget.reserve(41, youngest)).isEmpty();
    assertThat(budget.reserve(40, youngest)).isPresent();
    first.release();
    first.release();
    assertThat(budget.used()).isEqualTo(40);
  }

  @Test
  void growsWithinTheBudgetWithoutHurtingAnybody() {
    var first = budget.reserve(10, oldest).orElseThrow();
    assertThat(budget.reserve(10, youngest)).isPresent();
    assertThat(first.growTo(90)).isEqualTo(Growth.GRANTED);
    assertThat(first.growTo(50)).isEqualTo(Growth.GRANTED);
    assertThat(budget.used()).isEqualTo(100);
    assertThat(youngest.entries).isEmpty();
  }

  @Test
  void takesBackWhatASlowClientHasNotUsed() {
    var now = new AtomicLong();
    var shared = new MemoryBudget(100, now::get);
    var slow = shared.reserve(60, oldest).orElseThrow();
    assertThat(slow.growTo(10)).isEqualTo(Growth.GRANTED);
    assertThat(shared.reserve(60, youngest)).isEmpty();
    now.set(MemoryBudget.SLOW.toNanos() + 1);
    assertThat(shared.reserve(60, youngest)).isPresent();
    assertThat(shared.used()).isEqualTo(70);
    assertThat(oldest.entries).isEmpty();
    assertThat(slow.growTo(60)).isEqualTo(Growth.GRANTED);
    assertThat(youngest.entries).containsExactly("dropped");
    slow.release();
    assertThat(shared.used()).isZero();
  }

  @Test
  void takesFromTheYoungestFirstAndNoMoreThanNeeded() {
    var first = budget.reserve(30, oldest).orElseThrow();
    var second = budget.reserve(30, middle).orElseThrow();
    var third = budget.reserve(30, youngest).orElseThrow();
    assertThat(first.growTo(60)).isEqualTo(Growth.GRANTED);
    assertThat(youngest.entries).containsExactly("dropped");
    assertThat(middle.entries).isEmpty();
    assertThat(third.growTo(31)).isEqualTo(Growth.DROPPED);
    assertThat(third.settle(10)).isFalse();
    assertThat(second.growTo(40)).isEqualTo(Growth.GRANTED);
    third.release();
    assertThat(budget.used()).isEqualTo(100);
  }

  @Test
  void theYoungestGivesUpWhenNothingIsLeft() {
    assertThat(budget.reserve(60, oldest)).isPresent();
    var second = budget.reserve(30, youngest).orElseThrow();
    assertThat(second.growTo(50)).isEqualTo(Growth.DROPPED);
    assertThat(oldest.entries).isEmpty();
    assertThat(budget.used()).isEqualTo(60);
  }

  @Test
  void theOldestWaitsForContentThatIsComplete() {
    var complete = budget.reserve(50, middle).orElseThrow();
    assertThat(complete.settle(50)).isTrue();
    var arriving = budget.reserve(40, oldest).orElseThrow();
    assertThat(arriving.growTo(60)).isEqualTo(Growth.WAIT);
    assertThat(budget.reserve(1, youngest)).as("nobody overtakes it").isEmpty();
    complete.release();
    assertThat(oldest.entries).containsExactly("granted");
    assertThat(budget.used()).isEqualTo(60);
    assertThat(budget.reserve(1, youngest)).isPresent();
  }

  @Test
  void doesNotWaitForWhatWillNeverCome() {
    var alone = budget.reserve(50, oldest).orElseThrow();
    assertThat(alone.growTo(101)).isEqualTo(Growth.DROPPED);
    var complete = budget.reserve(50, middle).orElseThrow();
    assertThat(complete.settle(50)).isTrue();
    var greedy = budget.reserve(10, oldest).orElseThrow();
    assertThat(greedy.growTo(101)).isEqualTo(Growth.WAIT);
    complete.release();
    assertThat(oldest.entries).containsExactly("dropped");
    assertThat(budget.used()).isZero();
  }

  @Test
  void givesBackWhatWasReservedTooMuch() {
    var first = budget.reserve(90, oldest).orElseThrow();
    assertThat(first.settle(20)).isTrue();
    assertThat(budget.used()).isEqualTo(20);
    assertThat(budget.reserve(80, youngest)).isPresent();
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
    private final MemoryBudget budget = new MemoryBudget(CAPACITY);
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
            .reserve(tx.size, tx)
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
      switch (reservation.growTo(tx.size)) {
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
