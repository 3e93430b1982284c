package org.postseal.following;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A consumer on a thread of its own for as long as the process lives. Whatever ends it, but {@link
 * #close}, is logged and counted, and after a pause that grows from 0.2 s to 10 s there is a new
 * consumer.
 *
 * <pre>
 *   started ──► running ──anything thrown──► resting ──► running …
 *                  └──close──► closed
 * </pre>
 *
 * <p>{@link #standstill} is for liveness. It is silent while Kafka is away: a restart would not
 * bring it back. It speaks if the thread is dead, if one turn takes longer than {@link
 * Limits#turn}, or if for longer than {@link Limits#progress} nothing is read although Kafka says
 * that there is something to read.
 */
public final class SupervisedLoop implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(SupervisedLoop.class);
  private static final Duration SHORTEST_REST = Duration.ofMillis(200);
  private static final Duration LONGEST_REST = Duration.ofSeconds(10);
  private static final Duration CLOSE_CONSUMER = Duration.ofSeconds(5);
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(10);

  private final String name;
  private final Consumers consumers;
  private final Turns turns;
  private final Limits limits;
  private final StandstillWatch watch;
  private final Thread thread;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final AtomicLong restarts = new AtomicLong();
  private volatile long turnBegan = System.nanoTime();
  private volatile @Nullable Consumer<byte[], byte[]> current;
  private volatile boolean started;

  /** Makes the consumers of a loop, one after the other. */
  public interface Consumers {
    /**
     * Makes one, with its settings complete.
     *
     * @param before what ended the one before; empty if this is the first
     */
    Consumer<byte[], byte[]> make(Optional<Throwable> before);
  }

  /**
   * When a loop counts as standing still.
   *
   * @param turn one turn may take so long
   * @param progress nothing may be read for so long while there is something to read
   */
  public record Limits(Duration turn, Duration progress) {
    public static final Limits USUAL = new Limits(Duration.ofMinutes(1), Duration.ofMinutes(1));
  }

  /**
   * Not yet started.
   *
   * @param name of the thread, and of the loop in logs, health and metrics
   * @param consumers makes one whenever there is none
   */
  public SupervisedLoop(String name, Consumers consumers, Turns turns, Limits limits) {
    this.name = name;
    this.consumers = consumers;
    this.turns = turns;
    this.limits = limits;
    this.watch = new StandstillWatch(limits.progress());
    this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
  }

  public SupervisedLoop start() {
    started = true;
    thread.start();
    return this;
  }

  public String name() {
    return name;
  }

  /** How often it had to begin anew. */
  public long restarts() {
    return restarts.get();
  }

  /** Since when there was something to read and nothing was read; zero if all is well. */
  public Duration standing() {
    return watch.standing();
  }

  /** How long nothing has been read, for whatever reason. */
  public Duration sinceProgress() {
    return watch.sinceProgress();
  }

  /** Why this loop is of no use any more, if it is not. */
  public Optional<String> standstill() {
    if (!started || isClosing()) {
      return Optional.empty();
    }
    if (!thread.isAlive()) {
      return Optional.of("its thread is dead");
    }
    var turn = Duration.ofNanos(System.nanoTime() - turnBegan);
    if (turn.compareTo(limits.turn()) > 0) {
      return Optional.of("one turn has taken " + turn.toSeconds() + " s so far");
    }
    return watch.standstill();
  }

  private void run() {
    var rest = SHORTEST_REST;
    var before = Optional.<Throwable>empty();
    while (!isClosing()) {
      long began = System.nanoTime();
      turnBegan = began;
      try (var consumer = new Closing(consumers.make(before), closing)) {
        current = consumer.consumer();
        turns.begin(consumer.consumer());
        while (!isClosing()) {
          turnBegan = System.nanoTime();
          turns.turn(consumer.consumer());
          watch.look(consumer.consumer(), turns);
        }
        turnBegan = System.nanoTime();
        turns.end(consumer.consumer());
      } catch (WakeupException | InterruptException e) {
        if (!isClosing()) {
          begunAnew(e);
        }
      } catch (Throwable e) { // a loop that ends without a word is what this class is against
        begunAnew(e);
        before = Optional.of(e);
        rest = System.nanoTime() - began > LONGEST_REST.toNanos() ? SHORTEST_REST : rest;
        pause(rest);
        rest = longer(rest);
      } finally {
        current = null;
        turns.ended();
      }
    }
  }

  private static Duration longer(Duration rest) {
    var twice = rest.multipliedBy(2);
    return twice.compareTo(LONGEST_REST) > 0 ? LONGEST_REST : twice;
  }

  private void begunAnew(Throwable why) {
    restarts.incrementAndGet();
    if (why instanceof KafkaException) {
      LOG.warnf("%s begins anew: %s", name, why.toString());
    } else {
      LOG.errorf(why, "%s broke and begins anew", name);
    }
  }

  /**
   * A consumer that takes no longer than that to be closed, even if Kafka is away. In good order it
   * leaves its group, whether it has a name there or not; else one with a name comes back at once.
   */
  private record Closing(Consumer<byte[], byte[]> consumer, CountDownLatch inGoodOrder)
      implements AutoCloseable {
    @Override
    public void close() {
      var membership =
          inGoodOrder.getCount() == 0
              ? CloseOptions.GroupMembershipOperation.LEAVE_GROUP
              : CloseOptions.GroupMembershipOperation.DEFAULT;
      try {
        consumer.close(
            CloseOptions.timeout(CLOSE_CONSUMER).withGroupMembershipOperation(membership));
      } catch (KafkaException e) {
        LOG.debugf(e, "closing a consumer");
      }
    }
  }

  private boolean isClosing() {
    return closing.getCount() == 0;
  }

  private void pause(Duration rest) {
    try {
      var _ = closing.await(rest.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      // only close() ends this loop
    }
    turnBegan = System.nanoTime();
  }

  /** Ends the loop after the turn it is in. */
  @Override
  public void close() {
    closing.countDown();
    try {
      if (thread.isAlive() && !thread.join(CLOSE_PATIENCE)) {
        var consumer = current;
        if (consumer != null) {
          consumer.wakeup();
        }
        thread.join(CLOSE_PATIENCE);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
