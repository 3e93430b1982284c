package org.postseal.registry;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.postseal.registry.journal.ChangeOutcome;
import org.postseal.registry.journal.Journal;
import org.postseal.registry.journal.Precondition;
import org.postseal.registry.journal.RegistryChange;
import org.postseal.registry.journal.Versioned;
import org.postseal.registry.key.KeyTransition;
import org.postseal.registry.key.SigningKey;
import org.postseal.registry.publication.PublicRecords;
import org.postseal.registry.publication.PublicationWatch;
import org.postseal.registry.publication.Sighting;

/** Has the replica that writes, and no other, look at the public DNS again and again. */
final class WatchingWriter implements AutoCloseable {

  /** Who the audit says did it. */
  private static final String AUTHOR = "key-registry";

  private static final Duration TICK = Duration.ofSeconds(1);
  private static final Logger LOG = Logger.getLogger(WatchingWriter.class);

  private final Journal journal;
  private final PublicationWatch watch;
  private final Optional<Duration> every;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  private WatchingWriter(Journal journal, PublicRecords records, Duration every) {
    this.journal = journal;
    this.watch =
        new PublicationWatch(
            () -> journal.state().keys().stream().map(Versioned::value).toList(),
            records::look,
            this::publish);
    this.every = Optional.of(every).filter(Duration::isPositive);
    this.thread = Thread.ofVirtual().name("publication-watch").unstarted(this::run);
  }

  static WatchingWriter of(
      Journal journal, PublicRecords records, Duration every, MeterRegistry meters) {
    var watching = new WatchingWriter(journal, records, every);
    Gauge.builder("postseal_registry_key_drift", watching.watch, w -> w.last().drifted().size())
        .description("Active and retired keys whose record in the public DNS differs; the writer's")
        .strongReference(true)
        .register(meters);
    Gauge.builder("postseal_registry_key_unseen", watching.watch, w -> w.last().unknown())
        .description("Active and retired keys of whose record the public DNS says too little")
        .strongReference(true)
        .register(meters);
    return watching;
  }

  void start() {
    if (every.isPresent()) {
      thread.start();
    }
  }

  /** Who has just become the writer looks at once. */
  private void run() {
    long pause = every.orElseThrow().toNanos();
    long due = System.nanoTime();
    try {
      do {
        if (!journal.isWriter()) {
          watch.forget();
          due = System.nanoTime();
        } else if (System.nanoTime() - due >= 0) {
          lookAround();
          due = System.nanoTime() + pause;
        }
      } while (!closing.await(TICK.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void lookAround() throws InterruptedException {
    try {
      watch.round().forEach(LOG::warn);
    } catch (IllegalStateException e) {
      LOG.error("the public DNS could not be compared with what is announced", e);
    }
  }

  private void publish(SigningKey key, Sighting sighting) {
    var seen =
        new RegistryChange.SeeKey(
            key.id(), sighting, KeyTransition.PUBLISH, new Precondition.None());
    switch (journal.make(seen, AUTHOR)) {
      case ChangeOutcome.Made _ -> LOG.infof("%s is published", sighting.recordName());
      case ChangeOutcome.Refused(var refusal) -> LOG.debugf("not published: %s", refusal.detail());
      case ChangeOutcome.NotTheWriter _, ChangeOutcome.Unavailable _ ->
          LOG.debug("not published: this replica cannot write now");
    }
  }

  @Override
  public void close() {
    closing.countDown();
    thread.interrupt();
  }
}
