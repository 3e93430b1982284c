package org.postseal.registry;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/** What the replica that writes, and no other, does again and again. */
final class WriterDuty implements AutoCloseable {

  private static final Duration TICK = Duration.ofSeconds(1);
  private static final Logger LOG = Logger.getLogger(WriterDuty.class);

  /** One kind of work. */
  interface Rounds {

    /** Once; blocks. */
    void round() throws InterruptedException;

    /** Another replica does it now. */
    void forget();
  }

  private final String name;
  private final BooleanSupplier isWriter;
  private final Rounds rounds;
  private final Optional<Duration> every;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  /**
   * Prepares.
   *
   * @param name of the thread, and in the log
   * @param every pause between rounds; zero: none is ever begun
   */
  WriterDuty(String name, BooleanSupplier isWriter, Rounds rounds, Duration every) {
    this.name = name;
    this.isWriter = isWriter;
    this.rounds = rounds;
    this.every = Optional.of(every).filter(Duration::isPositive);
    this.thread = Thread.ofVirtual().name(name).unstarted(this::run);
  }

  void start() {
    if (every.isPresent()) {
      thread.start();
    }
  }

  /** Who has just become the writer begins at once. */
  private void run() {
    long pause = every.orElseThrow().toNanos();
    long due = System.nanoTime();
    try {
      do {
        if (!isWriter.getAsBoolean()) {
          rounds.forget();
          due = System.nanoTime();
        } else if (System.nanoTime() - due >= 0) {
          round();
          due = System.nanoTime() + pause;
        }
      } while (!closing.await(TICK.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void round() throws InterruptedException {
    try {
      rounds.round();
    } catch (IllegalStateException e) {
      LOG.errorf(e, "%s: a round failed", name);
    }
  }

  @Override
  public void close() {
    closing.countDown();
    thread.interrupt();
  }
}
