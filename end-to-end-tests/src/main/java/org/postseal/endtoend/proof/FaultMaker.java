package org.postseal.endtoend.proof;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import org.postseal.endtoend.accounting.Fault;
import org.postseal.endtoend.accounting.Fault.How;

/**
 * Does to processes what the schedule says, and brings them back; one thing at a time to each. It
 * also starts again what ended by itself, as a cluster would, and notes it.
 */
final class FaultMaker implements AutoCloseable {
  private static final Duration READY = Duration.ofMinutes(3);
  private static final long LOOK_MS = 500;

  private final Map<String, Victim> victims = new LinkedHashMap<>();
  private final Map<String, ReentrantLock> turns = new ConcurrentHashMap<>();
  private final List<Fault> faults = new CopyOnWriteArrayList<>();
  private final List<String> mishaps = new CopyOnWriteArrayList<>();
  private final PrintStream out;
  private final Thread watch;
  private volatile boolean ending;

  FaultMaker(List<Victim> victims, PrintStream out) {
    this.out = out;
    victims.forEach(
        victim -> {
          this.victims.put(victim.name(), victim);
          turns.put(victim.name(), new ReentrantLock());
        });
    this.watch = Thread.ofPlatform().daemon().name("watch").start(this::watch);
  }

  /** Everything that was done so far. */
  List<Fault> faults() {
    return List.copyOf(faults);
  }

  /** What did not end when it should, or did not come back. */
  List<String> mishaps() {
    return List.copyOf(mishaps);
  }

  /** Does it all, and returns when everybody is back. */
  void run(List<PlannedFault> schedule) throws InterruptedException {
    long began = System.nanoTime();
    var doing = new ArrayList<Thread>();
    for (var planned : schedule) {
      long wait = planned.at().toNanos() - (System.nanoTime() - began);
      if (wait > 0) {
        Thread.sleep(Duration.ofNanos(wait));
      }
      doing.add(Thread.ofPlatform().daemon().start(() -> make(planned)));
    }
    for (var thread : doing) {
      thread.join();
    }
  }

  private void make(PlannedFault planned) {
    var victim = victims.get(planned.victim());
    var turn = turns.get(planned.victim());
    turn.lock();
    try {
      var from = Instant.now();
      switch (planned.how()) {
        case KILLED -> {
          victim.kill();
          Thread.sleep(planned.away());
          victim.startAgain();
        }
        case PAUSED -> {
          victim.pause();
          try {
            Thread.sleep(planned.away());
          } finally {
            victim.resume();
          }
        }
        case RESTARTED -> {
          stop(victim);
          victim.startAgain();
        }
        case DIED -> throw new IllegalArgumentException("nobody can do that");
      }
      awaitReady(victim);
      note(victim, planned.how(), from);
    } catch (RuntimeException e) {
      mishap(victim, planned.how(), e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      turn.unlock();
    }
  }

  /** One that does not end in its time is killed, and that is noted: nobody may need that. */
  private void stop(Victim victim) {
    try {
      victim.stop();
    } catch (IllegalStateException _) {
      mishaps.add(victim.name() + " did not end in its time after SIGTERM at " + Instant.now());
      victim.kill();
    }
  }

  /** One that ends while it starts has ended by itself. */
  private void awaitReady(Victim victim) {
    try {
      victim.awaitReady(READY);
    } catch (IllegalStateException e) {
      if (victim.isRunning()) {
        throw e;
      }
      var from = Instant.now();
      victim.startAgain();
      victim.awaitReady(READY);
      note(victim, How.DIED, from);
    }
  }

  private void note(Victim victim, How how, Instant from) {
    var fault = new Fault(victim.name(), victim.role(), how, from, Instant.now());
    faults.add(fault);
    out.printf(
        "%s %-14s %-9s ready after %d ms%n",
        from, victim.name(), how, Duration.between(from, fault.until()).toMillis());
  }

  private void mishap(Victim victim, How how, RuntimeException e) {
    mishaps.add(victim.name() + " did not come back after it was " + how + ": " + e.getMessage());
  }

  private void watch() {
    while (!ending) {
      try {
        Thread.sleep(LOOK_MS);
      } catch (InterruptedException _) {
        return;
      }
      victims.values().forEach(this::look);
    }
  }

  private void look(Victim victim) {
    var turn = turns.get(victim.name());
    if (!turn.tryLock()) {
      return;
    }
    try {
      if (!victim.isRunning() && !ending) {
        var from = Instant.now();
        victim.startAgain();
        awaitReady(victim);
        note(victim, How.DIED, from);
      }
    } catch (RuntimeException e) {
      mishap(victim, How.DIED, e);
    } finally {
      turn.unlock();
    }
  }

  /** Nobody is started again any more. */
  @Override
  public void close() {
    ending = true;
    try {
      watch.join(READY);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
