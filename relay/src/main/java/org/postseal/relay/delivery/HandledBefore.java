package org.postseal.relay.delivery;

import java.util.List;
import org.jboss.logging.Logger;
import org.postseal.relay.retry.ChainMemory;

/**
 * Recipients that were handled before. A step of a chain is taken once: not if the next is written
 * already, nor if another record says the same and was written before.
 */
final class HandledBefore {
  private static final Logger LOG = Logger.getLogger(HandledBefore.class);

  private final ChainMemory chains;
  private final MessageDelivery delivery;
  private final RelayMetrics metrics;

  HandledBefore(ChainMemory chains, MessageDelivery delivery, RelayMetrics metrics) {
    this.chains = chains;
    this.delivery = delivery;
    this.metrics = metrics;
  }

  /** Skips them in the message; the others, who are due. */
  List<String> skip(Consignment consignment, Addressed addressed) {
    var id = consignment.transactionId();
    if (id.isEmpty()) {
      return addressed.forwardPaths();
    }
    var handled =
        chains.written(
            new ChainMemory.Step(id.get(), addressed.step() + 1), addressed.forwardPaths());
    addressed
        .place()
        .ifPresent(
            place -> {
              var step = new ChainMemory.Step(id.get(), addressed.step());
              chains.remember(step, place, addressed.forwardPaths());
              handled.addAll(chains.writtenBefore(step, place));
            });
    handled.addAll(delivery.takenOut(id.get(), addressed.step(), addressed.forwardPaths()));
    handled.retainAll(addressed.forwardPaths());
    if (!handled.isEmpty()) {
      metrics.suppressed(handled.size());
      LOG.infof("%s: %d recipients were handled before", consignment, handled.size());
      consignment.skip(handled);
    }
    return consignment.due(addressed.forwardPaths());
  }
}
