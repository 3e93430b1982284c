package org.postseal.relay;

import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;

/** What is tried again, and when. */
public interface RetrySettings {
  /** Delays of mail.retry.1m, 5m, 15m, 1h and 4h, in this order; the last one repeats. */
  @WithDefault("1m,5m,15m,1h,4h")
  List<Duration> delays();

  /** After this long a message is given up: its sender is told, or it goes to mail.quarantine. */
  @WithDefault("5d")
  Duration giveUpAfter();
}
