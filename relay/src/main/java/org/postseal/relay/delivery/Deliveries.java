package org.postseal.relay.delivery;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;
import org.postseal.relay.retry.ChainMemory;
import org.postseal.relay.route.NextHop;
import org.postseal.relay.route.Recipient;
import org.postseal.relay.sharing.HostShares;

/**
 * All messages that arrived and are not finished. What waits is where it lies; each next hop of a
 * message has a claim on its host, and is visited when it is its turn ({@link HopVisits}). When all
 * were visited, or parked, the message is concluded ({@link Endings}).
 *
 * <p>A message of several next hops is held together no longer than it takes: once it is begun, a
 * hop that found no place within {@link Patience#hop} is parked.
 */
final class Deliveries {
  private static final Logger LOG = Logger.getLogger(Deliveries.class);

  private final MessageDelivery delivery;
  private final HopHosts hosts;
  private final HeldContent held;
  private final HandledBefore handled;
  private final MessageCare care;
  private final UnvisitedHops unvisited;
  private final HopVisits visits;
  private final ExecutorService threads;

  /**
   * How long something may wait.
   *
   * @param hop of a message that is begun, for a place
   * @param planning records that arrived and were not yet looked at
   */
  record Patience(Duration hop, int planning) {}

  /** Where messages are read from, and what becomes of those that are none. */
  record Contents(ContentReader reader, HeldContent held, Losses losses, ChainMemory chains) {}

  Deliveries(
      MessageDelivery delivery,
      HostShares<HopClaim> shares,
      HopHosts hosts,
      Contents contents,
      Patience patience,
      ExecutorService threads,
      RelayMetrics metrics,
      InstantSource clock) {
    this.delivery = delivery;
    this.hosts = hosts;
    this.held = contents.held();
    this.threads = threads;
    this.handled = new HandledBefore(contents.chains(), delivery, metrics);
    var unfinished = new Unfinished(held, patience.planning(), clock);
    var endings = new Endings(delivery, contents.losses(), unfinished, metrics);
    this.care =
        new MessageCare(
            unfinished,
            new MessageReading(contents.reader(), endings),
            endings,
            new MessageThreads(threads, endings, metrics));
    var hops = new Hops(delivery, shares, hosts);
    this.unvisited = new UnvisitedHops(hops, care);
    this.visits = new HopVisits(hops, care, unvisited, patience.hop());
  }

  /** What is here. */
  Unfinished unfinished() {
    return care.unfinished();
  }

  boolean hasRoom() {
    return unfinished().hasRoom();
  }

  /** Takes a message over. */
  void arrived(Consignment consignment, Sight sight) {
    unfinished().arrived(consignment);
    care.threads().execute(consignment, () -> plan(consignment, sight));
  }

  private void plan(Consignment consignment, Sight sight) throws InterruptedException {
    Optional<Addressed> addressed;
    try {
      addressed = care.reading().addressed(consignment, sight);
    } finally {
      unfinished().lookedAt(consignment);
    }
    if (addressed.isEmpty()) {
      return; // it was no message, and that is recorded
    }
    var due = handled.skip(consignment, addressed.get());
    if (addressed.get().owed() && !due.isEmpty()) {
      if (unfinished().begin(consignment)) {
        unvisited.conclude(consignment);
      }
      return;
    }
    var hops = delivery.hops(due);
    if (hops.isEmpty()) {
      care.endings().finish(consignment);
      return;
    }
    consignment.expect(hops.size());
    if (hops.keySet().stream().allMatch(hop -> hosts.known(hop).isPresent())) {
      hops.forEach((hop, recipients) -> claim(consignment, hop, recipients));
    } else {
      held.keepOrDrop(consignment);
      askForHosts(consignment, hops);
    }
    visits.dispatch();
    if (!consignment.isBegun() && !visits.crowdedOut(consignment)) {
      held.keepOrDrop(consignment);
    }
  }

  private void askForHosts(Consignment consignment, Map<NextHop, List<Recipient>> hops) {
    hops.forEach(
        (hop, recipients) ->
            care.threads()
                .execute(
                    consignment,
                    () -> {
                      claim(consignment, hop, recipients);
                      visits.dispatch();
                    }));
  }

  private void claim(Consignment consignment, NextHop hop, List<Recipient> recipients) {
    visits.claim(consignment, hop, recipients, hosts.find(hop));
  }

  /** Now and then: what waits, or hangs, is looked after. */
  void tick() {
    visits.tick();
  }

  /** These partitions are somebody else's: what is not begun is his. */
  void revoked(Collection<TopicPartition> partitions) {
    unfinished().withdraw(partitions);
    visits.forgetWithdrawn();
  }

  /** Begins nothing more and lets what runs finish, for so long; then it is broken off. */
  void stop(Duration grace) {
    visits.stop();
    long deadline = System.nanoTime() + grace.toNanos();
    try {
      while (unfinished().begun() > 0 && System.nanoTime() - deadline < 0) {
        Thread.sleep(20);
      }
      if (unfinished().begun() > 0) {
        LOG.warnf("%d deliveries broken off; they begin anew elsewhere", unfinished().begun());
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Breaks off what still runs. */
  void close() {
    threads.shutdownNow();
    try {
      var _ = threads.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
