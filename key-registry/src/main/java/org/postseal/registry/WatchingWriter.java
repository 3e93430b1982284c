package org.postseal.registry;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
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
  static final String AUTHOR = "key-registry";

  private static final Logger LOG = Logger.getLogger(WatchingWriter.class);

  private final Journal journal;
  private final PublicationWatch watch;
  private final WriterDuty duty;

  private WatchingWriter(Journal journal, PublicRecords records, Duration every) {
    this.journal = journal;
    this.watch =
        new PublicationWatch(
            () -> journal.state().keysInNoOrder().stream().map(Versioned::value).toList(),
            records::look,
            this::publish);
    this.duty = new WriterDuty("publication-watch", journal::isWriter, new Rounds(), every);
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
    duty.start();
  }

  private final class Rounds implements WriterDuty.Rounds {
    @Override
    public void round() throws InterruptedException {
      watch.round().forEach(LOG::warn);
    }

    @Override
    public void forget() {
      watch.forget();
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
    duty.close();
  }
}
