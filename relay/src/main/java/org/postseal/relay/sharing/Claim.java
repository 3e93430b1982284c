package org.postseal.relay.sharing;

/** One message's claim on one host: to be delivered there once. */
public interface Claim {
  WorkClass work();

  /** Octets of content that will be in memory. */
  long octets();
}
