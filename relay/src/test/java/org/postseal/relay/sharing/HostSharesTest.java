package org.postseal.relay.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.postseal.relay.sharing.HostKey.Found;
import org.postseal.relay.sharing.HostShares.Arrival;
import org.postseal.relay.sharing.HostShares.End;
import org.postseal.relay.sharing.ShareLimits.Budget;
import org.postseal.smtpclient.pace.HostRest;

/** Places and memory, whatever hosts do; time is what the test says. */
class HostSharesTest {
  private static final List<WorkClass> WORK = List.of(WorkClass.values());
  private static final int PER_HOST = 8;
  private static final int ATTEMPTS = 40;
  private static final long OCTETS = 1000;
  private static final Duration SLOW = Duration.ofSeconds(10);

  private final HostShares<Letter> shares =
      new HostShares<>(
          new ShareLimits(
              PER_HOST,
              50,
              Map.of(
                  WorkClass.FIRST, new Budget(ATTEMPTS, OCTETS),
                  WorkClass.RETRY, new Budget(ATTEMPTS / 2, OCTETS / 2),
                  WorkClass.LARGE, new Budget(4, OCTETS),
                  WorkClass.RELEASE, new Budget(4, OCTETS / 4)),
              SLOW,
              new HostRest.Limits(Duration.ofSeconds(5), Duration.ofMinutes(15))));
  private long now = 1_000_000_000L;

  private record Letter(WorkClass work, long octets, int number) implements Claim {}

  private int number;

  private static HostKey dns(String name) {
    return new HostKey(name, Found.IN_DNS);
  }

  private static HostKey local(String name) {
    return new HostKey(name, Found.IN_SETTINGS);
  }

  private Arrival comes(HostKey host, WorkClass work, long octets) {
    return shares.arrive(host, new Letter(work, octets, ++number), now);
  }

  private List<Letter> come(HostKey host, WorkClass work, int count) {
    for (int i = 0; i < count; i++) {
      comes(host, work, 1);
    }
    return begun();
  }

  private List<Letter> begun() {
    var all = new ArrayList<Letter>();
    for (var some = shares.next(now); !some.isEmpty(); some = shares.next(now)) {
      all.addAll(some);
    }
    return all;
  }

  private void ends(List<Letter> letters, End end) {
    letters.forEach(letter -> shares.ended(letter, end, now));
  }

  private void prove(HostKey host) {
    ends(come(host, WorkClass.FIRST, 1), new End.Answered());
  }

  private void passes(Duration time) {
    now += time.toNanos();
    shares.turnedSlow(now);
  }

  @Test
  void aHostNobodyHasHeardFromHasAQuarterOfItsPlaces() {
    assertThat(come(dns("a"), WorkClass.FIRST, 20)).hasSize(PER_HOST / 4);
    prove(dns("b"));
    assertThat(come(dns("b"), WorkClass.FIRST, 20)).hasSize(PER_HOST);
  }

  @Test
  void anyNumberOfHangingHostsHoldsHalfAndNoMore() {
    var hanging = 0;
    for (int i = 0; i < 200; i++) {
      hanging += come(dns("hangs" + i), WorkClass.FIRST, 3).size();
    }
    assertThat(hanging).isEqualTo(ATTEMPTS / 2);

    assertThat(come(local("maildir"), WorkClass.FIRST, 1)).as("nobody has heard of it").hasSize(1);
    passes(SLOW.multipliedBy(3));
    assertThat(begun()).as("more hanging hosts").isEmpty();
    assertThat(come(local("lmtp"), WorkClass.FIRST, 1)).hasSize(1);
  }

  @Test
  void hostsThatAnsweredAndHangAllAtOnceHoldOthersUpOnlyForAMoment() {
    prove(local("b"));
    for (int i = 0; i < ATTEMPTS / PER_HOST; i++) {
      prove(dns("good" + i));
    }
    for (int i = 0; i < ATTEMPTS / PER_HOST; i++) {
      assertThat(come(dns("good" + i), WorkClass.FIRST, PER_HOST)).hasSize(PER_HOST);
    }
    assertThat(come(local("b"), WorkClass.FIRST, 1)).as("all is taken").isEmpty();

    passes(SLOW.plusSeconds(1));

    assertThat(begun()).hasSize(1);
  }

  @Test
  void whatHangsHoldsNoMemory() {
    comes(local("a"), WorkClass.LARGE, OCTETS);
    assertThat(begun()).hasSize(1);
    prove(local("b"));
    comes(local("b"), WorkClass.LARGE, OCTETS);
    assertThat(begun()).isEmpty();

    passes(SLOW.plusSeconds(1));

    assertThat(begun()).hasSize(1);
    assertThat(shares.octets()).isEqualTo(OCTETS);
  }

  @Test
  void whatIsLargerThanTheBudgetGoesAlone() {
    prove(local("a"));
    comes(local("a"), WorkClass.LARGE, OCTETS * 5);
    assertThat(begun()).hasSize(1);
    comes(local("a"), WorkClass.LARGE, 1);
    assertThat(begun()).isEmpty();
  }

  @Test
  void classesOfWorkHaveTheirOwn() {
    for (int i = 0; i < 10; i++) {
      prove(dns("h" + i));
      come(dns("h" + i), WorkClass.FIRST, PER_HOST / 2);
    }
    comes(local("x"), WorkClass.LARGE, OCTETS);
    assertThat(begun()).hasSize(1);
    assertThat(come(dns("h0"), WorkClass.FIRST, 1)).as("no place for first attempts").isEmpty();

    assertThat(come(dns("h0"), WorkClass.RETRY, 1)).hasSize(1);
    assertThat(come(dns("h1"), WorkClass.RETRY, 1)).hasSize(1);
  }

  @Test
  void classesTakeTurnsAtOneHost() {
    prove(dns("a"));
    var first = come(dns("a"), WorkClass.FIRST, 30);
    come(dns("a"), WorkClass.RETRY, 5);

    ends(first.subList(0, 2), new End.Answered());

    assertThat(begun()).extracting(Letter::work).contains(WorkClass.RETRY, WorkClass.FIRST);
  }

  @Test
  void aLostHostRestsLongerEachTime() {
    var begun = come(dns("dead"), WorkClass.FIRST, 10);
    var waiting = shares.ended(begun.get(0), new End.Lost("451 4.4.1"), now);
    assertThat(waiting).hasSize(8);
    shares.ended(begun.get(1), new End.Lost("451 4.4.1"), now);
    assertThat(comes(dns("dead"), WorkClass.FIRST, 1)).isEqualTo(Arrival.RESTING);
    assertThat(shares.lastLoss(dns("dead"))).isEqualTo("451 4.4.1");
    assertThat(shares.resting(now)).isEqualTo(1);

    passes(Duration.ofSeconds(5));
    assertThat(come(dns("dead"), WorkClass.FIRST, 3)).as("one to see").hasSize(1);
    var probe = new Letter(WorkClass.FIRST, 1, number - 2);
    ends(List.of(probe), new End.Lost("451 4.4.1"));
    passes(Duration.ofSeconds(6));
    assertThat(comes(dns("dead"), WorkClass.FIRST, 1)).isEqualTo(Arrival.RESTING);
    passes(Duration.ofSeconds(5));

    ends(come(dns("dead"), WorkClass.FIRST, 1), new End.Answered());
    assertThat(come(dns("dead"), WorkClass.FIRST, 20)).hasSize(PER_HOST);
  }

  @Test
  void beyondABoundNothingMoreWaits() {
    come(dns("a"), WorkClass.FIRST, 2);
    for (int i = 0; i < 50; i++) {
      assertThat(comes(dns("a"), WorkClass.FIRST, 1)).isEqualTo(Arrival.WAITS);
    }
    assertThat(comes(dns("a"), WorkClass.FIRST, 1)).isEqualTo(Arrival.FULL);
    assertThat(shares.waiting(WorkClass.FIRST)).isEqualTo(50);
    assertThat(shares.waiting().get(dns("a"))).hasSize(50);

    assertThat(shares.withdraw(letter -> letter.number() % 2 == 0)).hasSize(25);
    assertThat(shares.waiting(WorkClass.FIRST)).isEqualTo(25);
  }

  /** Every place comes back, whatever happened to the host meanwhile. */
  @Test
  void nothingLeaks() {
    var random = new java.util.Random(13);
    var running = new ArrayList<Letter>();
    for (int step = 0; step < 20_000; step++) {
      switch (random.nextInt(6)) {
        case 0, 1 ->
            comes(
                random.nextBoolean()
                    ? dns("h" + random.nextInt(30))
                    : local("l" + random.nextInt(3)),
                WORK.get(random.nextInt(WORK.size())),
                random.nextInt(300));
        case 2 -> now += Duration.ofMillis(random.nextInt(3000)).toNanos();
        case 3 -> passes(Duration.ZERO);
        default -> {
          if (!running.isEmpty()) {
            var end =
                switch (random.nextInt(4)) {
                  case 0 -> new End.Lost("x");
                  case 1 -> new End.Unknown();
                  default -> new End.Answered();
                };
            shares.ended(running.remove(random.nextInt(running.size())), end, now);
          }
        }
      }
      running.addAll(shares.next(now));
    }
    shares.withdraw(_ -> true);
    ends(running, new End.Answered());
    assertThat(shares.running()).isZero();
    assertThat(shares.octets()).isZero();

    passes(Duration.ofHours(1));
    var hanging = 0;
    for (int i = 0; i < 100; i++) {
      hanging += come(dns("new" + i), WorkClass.FIRST, 3).size();
    }
    assertThat(hanging).as("the share of unproven hosts is whole again").isEqualTo(ATTEMPTS / 2);
  }
}
