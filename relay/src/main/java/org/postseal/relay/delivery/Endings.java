package org.postseal.relay.delivery;

import java.time.Duration;
import org.jboss.logging.Logger;

/** How a message ends: concluded, recorded as what is none, or kept where operators find it. */
final class Endings {
  private static final Logger LOG = Logger.getLogger(Endings.class);
  private static final int CONCLUSIONS = 3;

  private final MessageDelivery delivery;
  private final Losses losses;
  private final Unfinished unfinished;
  private final RelayMetrics metrics;

  Endings(MessageDelivery delivery, Losses losses, Unfinished unfinished, RelayMetrics metrics) {
    this.delivery = delivery;
    this.losses = losses;
    this.unfinished = unfinished;
    this.metrics = metrics;
  }

  /** All its hops were visited, or parked. */
  void conclude(Consignment consignment, DueMessage message) throws InterruptedException {
    while (true) {
      try {
        delivery.conclude(message, consignment.visits());
        break;
      } catch (RuntimeException e) {
        if (consignment.concluding() >= CONCLUSIONS) {
          throw e;
        }
        LOG.errorf(e, "%s cannot be concluded yet", consignment);
        metrics.fault();
        Thread.sleep(Duration.ofSeconds(1));
      }
    }
    unfinished.finish(consignment);
  }

  /** There is nothing to be done. */
  void finish(Consignment consignment) {
    if (unfinished.begin(consignment)) {
      unfinished.finish(consignment);
    }
  }

  /** It is no message: what it is instead is recorded. */
  void lose(Consignment consignment, ContentReader.Found found) throws InterruptedException {
    if (unfinished.begin(consignment)) {
      losses.record(consignment, found);
      unfinished.finish(consignment);
    }
  }

  /** A bug, and no way on: the message is kept where operators find it. */
  void bury(Consignment consignment, RuntimeException why) throws InterruptedException {
    if (unfinished.begin(consignment)) {
      losses.bury(consignment, why);
      unfinished.finish(consignment);
    }
  }
}
