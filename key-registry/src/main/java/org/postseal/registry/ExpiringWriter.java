package org.postseal.registry;

import java.time.Duration;
import java.time.InstantSource;
import org.jboss.logging.Logger;
import org.postseal.registry.blocklist.BlockedLine;
import org.postseal.registry.journal.ChangeOutcome;
import org.postseal.registry.journal.Journal;
import org.postseal.registry.journal.Precondition;
import org.postseal.registry.journal.RegistryChange;

/**
 * Has the replica that writes, and no other, take entries off the blocklist that have expired. They
 * count no more anyway; this keeps the list short, and tells the audit.
 */
final class ExpiringWriter implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(ExpiringWriter.class);

  private final Journal journal;
  private final InstantSource clock;
  private final WriterDuty duty;

  ExpiringWriter(Journal journal, Duration every, InstantSource clock) {
    this.journal = journal;
    this.clock = clock;
    this.duty = new WriterDuty("blocklist-expiry", journal::isWriter, new Rounds(), every);
  }

  void start() {
    duty.start();
  }

  private final class Rounds implements WriterDuty.Rounds {
    @Override
    public void round() {
      var now = clock.instant();
      for (var listed : journal.state().blocklist()) {
        if (!listed.value().countsAt(now)) {
          takeOff(BlockedLine.of(listed.value()), listed.version());
        }
      }
    }

    @Override
    public void forget() {}
  }

  private void takeOff(BlockedLine line, long version) {
    var change =
        new RegistryChange.TakeOffBlocklist(line.name(), new Precondition.Version(version));
    switch (journal.make(change, WatchingWriter.AUTHOR)) {
      case ChangeOutcome.Made _ -> LOG.infof("%s is blocked no more", line.name().text());
      case ChangeOutcome.Refused(var refusal) -> LOG.debugf("not taken off: %s", refusal.detail());
      case ChangeOutcome.NotTheWriter _, ChangeOutcome.Unavailable _ ->
          LOG.debug("not taken off: this replica cannot write now");
    }
  }

  @Override
  public void close() {
    duty.close();
  }
}
