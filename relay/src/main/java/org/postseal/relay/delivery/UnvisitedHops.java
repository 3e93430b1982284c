package org.postseal.relay.delivery;

import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.postseal.relay.route.NextHop;
import org.postseal.relay.route.Recipient;
import org.postseal.relay.sharing.HostKey;

/** Hops that are not visited this time: parked, or left alone because their host rests. */
final class UnvisitedHops {
  /** Messages concluded without an attempt at a time: each has its content in memory. */
  private static final int AT_ONCE = 16;

  private final Hops hops;
  private final MessageCare care;
  private final Semaphore places = new Semaphore(AT_ONCE);

  UnvisitedHops(Hops hops, MessageCare care) {
    this.hops = hops;
    this.care = care;
  }

  void park(Consignment consignment, NextHop hop, List<Recipient> recipients) {
    note(consignment, Visit.parked(hop, recipients));
  }

  void letRest(Consignment consignment, NextHop hop, List<Recipient> recipients, HostKey host) {
    note(consignment, hops.resting(hop, recipients, host));
  }

  private void note(Consignment consignment, Visit visit) {
    if (care.unfinished().begin(consignment) && consignment.visited(visit)) {
      conclude(consignment);
    }
  }

  /** A claim that waits no longer. */
  void park(HopClaim claim) {
    note(claim, recipients -> Visit.parked(claim.hop(), recipients));
  }

  /** A claim whose host was lost while it waited. */
  void letRest(HopClaim claim) {
    note(claim, recipients -> hops.resting(claim.hop(), recipients, claim.host()));
  }

  private void note(HopClaim claim, Function<List<Recipient>, Visit> visit) {
    var consignment = claim.consignment();
    whenRead(
        consignment,
        message -> {
          var recipients = hops.recipients(consignment, message, claim.hop());
          if (care.unfinished().begin(consignment)
              && consignment.visited(visit.apply(recipients))) {
            care.endings().conclude(consignment, message);
          }
        });
  }

  /** Nothing of a message is left to be visited. */
  void conclude(Consignment consignment) {
    whenRead(consignment, message -> care.endings().conclude(consignment, message));
  }

  private interface Work {
    void with(DueMessage message) throws InterruptedException;
  }

  private void whenRead(Consignment consignment, Work work) {
    care.threads()
        .execute(
            consignment,
            () -> {
              places.acquire();
              try {
                var message = care.reading().read(consignment);
                if (message.isPresent()) {
                  work.with(message.get());
                }
              } finally {
                places.release();
              }
            });
  }
}
