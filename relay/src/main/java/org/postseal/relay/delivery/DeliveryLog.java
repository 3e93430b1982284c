package org.postseal.relay.delivery;

import java.util.Map;
import org.jboss.logging.Logger;
import org.postseal.observation.LoggedAddresses;
import org.postseal.observation.OutcomeLine;
import org.postseal.relay.route.NextHop;
import org.postseal.smtpclient.Outcome;
import org.postseal.topics.TraceParent;

/**
 * A line in the log for each recipient of each attempt: what became of it. The category is {@code
 * org.postseal.relay.deliveries}, the level INFO. Blocks as the console does.
 */
public final class DeliveryLog {
  private static final Logger LOG = Logger.getLogger("org.postseal.relay.deliveries");
  private static final int CODE = 3;

  private final LoggedAddresses addresses;

  /**
   * @param addresses whether lines say who
   */
  public DeliveryLog(LoggedAddresses addresses) {
    this.addresses = addresses;
  }

  /** One next hop was tried. */
  void tried(DueMessage message, NextHop hop, Map<String, Outcome> outcomes, long latencyMillis) {
    if (LOG.isInfoEnabled()) {
      outcomes.forEach(
          (recipient, outcome) -> LOG.info(line(message, hop, recipient, outcome, latencyMillis)));
    }
  }

  OutcomeLine line(
      DueMessage message, NextHop hop, String recipient, Outcome outcome, long latencyMillis) {
    var line =
        new OutcomeLine(addresses)
            .with("transaction", message.transactionId().value())
            .with("outcome", outcome.word())
            .with("route", hop.kind())
            .with("attempt", message.history().attempts() + 1L)
            .with("reply", outcome.reply().substring(0, Math.min(CODE, outcome.reply().length())))
            .with("size", message.content().length())
            .with("latency_ms", latencyMillis);
    message.trace().map(TraceParent::traceId).ifPresent(trace -> line.with("trace", trace));
    return line.who("recipient", recipient).who("hop", hop.name()).who("said", outcome.reply());
  }
}
