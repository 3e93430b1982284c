package org.postseal.relay;

import io.smallrye.config.WithDefault;

/** How much is delivered at once, over all destinations. */
public interface InFlightSettings {
  /**
   * First attempts at messages of one record; half as many retries, and an eighth as many messages
   * of several records, and of those that operators release, each beside the others. Hosts that
   * have not answered yet, or hang, hold half of each at most.
   */
  @WithDefault("512")
  int messages();

  /**
   * Octets of their content, half of that for retries, the same again for messages of several
   * records, a quarter for those that operators release; one that is larger goes alone. An attempt
   * that takes long holds none of it.
   */
  @WithDefault("67108864")
  long octets();

  /**
   * Octets of content kept for messages that wait a moment; others are read again in their turn.
   */
  @WithDefault("16777216")
  long waitingOctets();

  /** How many messages are read back from Kafka at a time. */
  @WithDefault("4")
  int readers();
}
