package org.postseal.relay;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Fairness between hosts: all the names that lead to the same addresses are one. */
public interface DestinationSettings {
  /** Attempts at one host at a time; a quarter of that while it has not answered, or hangs. */
  @WithDefault("20")
  int slots();

  /**
   * Messages that wait for one host, by their place alone. What comes beyond that is parked in the
   * shortest retry topic.
   */
  @WithDefault("1000")
  int waiting();

  /**
   * How long a message that is begun may wait for a place at another of its hosts before that part
   * of it is parked in the shortest retry topic.
   */
  @WithDefault("5s")
  Duration patience();

  /** An attempt that takes longer counts as slow: it gives its memory back. */
  @WithDefault("10s")
  Duration slowAfter();

  /** How long a host is left alone when it could not be reached; twice as long each next time. */
  @WithDefault("5s")
  Duration firstRest();

  /** But no longer than this. */
  @WithDefault("15m")
  Duration longestRest();
}
