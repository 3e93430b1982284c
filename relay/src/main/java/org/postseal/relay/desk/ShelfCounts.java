package org.postseal.relay.desk;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;
import org.postseal.relay.RelaySettings;
import org.postseal.topics.MailTopic;

/**
 * How much is held and quarantined, for whoever watches. Counted on a thread of its own, because
 * counting reads what was appended; the first time, all of both topics.
 */
@Singleton
final class ShelfCounts {
  private static final Logger LOG = Logger.getLogger(ShelfCounts.class);

  private final RelaySettings settings;
  private final ShelfCount heldCount;
  private final ShelfCount quarantineCount;
  private final AtomicLong held = new AtomicLong();
  private final AtomicLong quarantined = new AtomicLong();
  private Optional<ScheduledExecutorService> thread = Optional.empty();

  ShelfCounts(
      RelaySettings settings, DeskConsumers consumers, OrderBook orders, MeterRegistry registry) {
    this.settings = settings;
    this.heldCount = new ShelfCount(consumers::alone, MailTopic.HELD, orders);
    this.quarantineCount = new ShelfCount(consumers::alone, MailTopic.QUARANTINE, orders);
    Gauge.builder("postseal_relay_held_messages", held, AtomicLong::get)
        .description("Messages that operators hold")
        .register(registry);
    Gauge.builder("postseal_relay_quarantine_messages", quarantined, AtomicLong::get)
        .description("Messages in quarantine about which nobody has decided")
        .register(registry);
  }

  void start(@Observes StartupEvent event) {
    long every = settings.api().countEvery().toMillis();
    if (settings.enabled() && every > 0) {
      var counting =
          Executors.newSingleThreadScheduledExecutor(
              Thread.ofPlatform().name("relay-shelf-counts").daemon().factory());
      var _ =
          counting.scheduleWithFixedDelay(
              this::count, Math.min(every, 5_000), every, TimeUnit.MILLISECONDS);
      thread = Optional.of(counting);
    }
  }

  private void count() {
    try {
      held.set(heldCount.count());
      quarantined.set(quarantineCount.count());
    } catch (TopicView.AwayException e) {
      LOG.warnf("what is held and quarantined cannot be counted: %s", e.getMessage());
    } catch (RuntimeException e) {
      LOG.error("what is held and quarantined cannot be counted", e);
    }
  }

  void stop(@Observes ShutdownEvent event) {
    thread.ifPresent(
        counting -> {
          counting.execute(heldCount::close);
          counting.execute(quarantineCount::close);
          counting.shutdown();
        });
  }
}
