package org.postseal.relay.delivery;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.postseal.observation.MessageSpan;
import org.postseal.relay.route.NextHop;
import org.postseal.relay.route.Recipient;
import org.postseal.relay.sharing.HostKey;
import org.postseal.relay.sharing.HostShares;

/**
 * Whose turn it is: each next hop of a message has a claim on its host, and is visited on a virtual
 * thread of its own when the host has a place for it.
 */
final class HopVisits {
  /** Open records of a partition beyond which what finds no place is parked at once. */
  private static final int CROWDED = 384;

  private final Hops hops;
  private final MessageCare care;
  private final UnvisitedHops unvisited;
  private final Duration patience;
  private volatile boolean stopping;

  /**
   * None yet.
   *
   * @param patience how long a hop of a message that is begun may wait for a place
   */
  HopVisits(Hops hops, MessageCare care, UnvisitedHops unvisited, Duration patience) {
    this.hops = hops;
    this.care = care;
    this.unvisited = unvisited;
    this.patience = patience;
  }

  /** A hop of a message wants a place at its host. */
  void claim(Consignment consignment, NextHop hop, List<Recipient> recipients, HostKey host) {
    var claim = new HopClaim(consignment, hop, host);
    if (stopping) {
      consignment.withdraw();
      return;
    }
    if (hops.isSuspended(hop, recipients)) {
      unvisited.park(consignment, hop, recipients);
      return;
    }
    switch (hops.shares().arrive(host, claim, System.nanoTime())) {
      case WAITS -> {}
      case FULL -> unvisited.park(consignment, hop, recipients);
      case RESTING -> unvisited.letRest(consignment, hop, recipients, host);
    }
  }

  /** Too much of its partition is open for it to wait here. */
  boolean crowdedOut(Consignment consignment) {
    if (consignment.openInPartition() < CROWDED) {
      return false;
    }
    var claims = hops.shares().withdraw(claim -> claim.consignment().equals(consignment));
    claims.forEach(unvisited::park);
    return !claims.isEmpty();
  }

  /** Begins what may begin now. */
  void dispatch() {
    if (!stopping) {
      begin(hops.shares().next(System.nanoTime()));
    }
  }

  private void begin(List<HopClaim> claims) {
    for (var claim : claims) {
      var consignment = claim.consignment();
      if (care.unfinished().begin(consignment)) {
        care.threads().execute(consignment, () -> visit(consignment, claim));
      } else {
        hops.shares().ended(claim, new HostShares.End.Unknown(), System.nanoTime());
      }
    }
  }

  private void visit(Consignment consignment, HopClaim claim) throws InterruptedException {
    Optional<DueMessage> message = Optional.empty();
    HostShares.End end = new HostShares.End.Unknown();
    Optional<Visit> visit = Optional.empty();
    try {
      message = care.reading().read(consignment);
      if (message.isPresent()) {
        var whole = span(consignment, message.get());
        var recipients = hops.recipients(consignment, message.get(), claim.hop());
        if (hops.isSuspended(claim.hop(), recipients)) {
          visit = Optional.of(Visit.parked(claim.hop(), recipients)); // since it waits
        } else {
          visit = Optional.of(hops.delivery().visit(claim.hop(), recipients, message.get(), whole));
          end = visit.get().end();
        }
      }
    } finally {
      hops.shares().ended(claim, end, System.nanoTime()).forEach(unvisited::letRest);
      dispatch();
    }
    if (visit.isPresent() && consignment.visited(visit.get())) {
      care.endings().conclude(consignment, message.orElseThrow());
    }
  }

  private MessageSpan span(Consignment consignment, DueMessage message) {
    synchronized (consignment) {
      if (consignment.span().isEmpty()) {
        consignment.spanned(hops.delivery().begin(message));
      }
      return consignment.span().orElseThrow();
    }
  }

  /** Now and then: memory of what hangs is let go of, hops that wait too long are parked. */
  void tick() {
    long now = System.nanoTime();
    hops.shares()
        .turnedSlow(now)
        .forEach(claim -> claim.consignment().message().ifPresent(DueMessage::letGo));
    hops.shares()
        .withdraw(
            claim -> claim.consignment().isBegun() && now - claim.since() > patience.toNanos())
        .forEach(unvisited::park);
    if (!stopping) {
      begin(hops.shares().nextOfAll(now));
    }
  }

  /** Claims of messages that are somebody else's now wait no more. */
  void forgetWithdrawn() {
    hops.shares()
        .withdraw(
            claim ->
                !claim.consignment().isBegun() && !care.unfinished().contains(claim.consignment()));
  }

  /** Begins nothing more: what waits is parked if it is begun, else somebody else's. */
  void stop() {
    stopping = true;
    care.unfinished().withdrawAll();
    hops.shares().withdraw(_ -> true).stream()
        .filter(claim -> claim.consignment().isBegun())
        .forEach(unvisited::park);
  }
}
