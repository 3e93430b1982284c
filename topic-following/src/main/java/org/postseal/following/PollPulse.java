package org.postseal.following;

import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;

/**
 * Whether somebody else's loop, such as a channel's, still polls its consumer. One that ended, for
 * whatever reason, does not; one whose Kafka is away does. Asks the consumer's own metrics, which
 * any thread may.
 */
public final class PollPulse {
  private static final String LAST_POLL = "last-poll-seconds-ago";

  private final Duration patience;
  private boolean seen;

  /**
   * @param patience between two polls
   */
  public PollPulse(Duration patience) {
    this.patience = patience;
  }

  /** Why this consumer is of no use any more, if it is not. Not yet polled at all is no reason. */
  public synchronized Optional<String> standstill(Consumer<?, ?> consumer) {
    for (var metric : consumer.metrics().entrySet()) {
      if (metric.getKey().name().equals(LAST_POLL)
          && metric.getValue().metricValue() instanceof Number seconds) {
        seen |= seconds.longValue() >= 0;
        return seconds.longValue() > patience.toSeconds()
            ? Optional.of("not polled for " + seconds.longValue() + " s")
            : Optional.empty();
      }
    }
    return seen ? Optional.of("its consumer is closed") : Optional.empty();
  }
}
