package org.postseal.relay.delivery;

import org.postseal.relay.route.NextHop;
import org.postseal.relay.sharing.Claim;
import org.postseal.relay.sharing.HostKey;
import org.postseal.relay.sharing.WorkClass;

/** A message's claim on the host that one of its next hops is. */
final class HopClaim implements Claim {
  private final Consignment consignment;
  private final NextHop hop;
  private final HostKey host;
  private final long since = System.nanoTime();

  HopClaim(Consignment consignment, NextHop hop, HostKey host) {
    this.consignment = consignment;
    this.hop = hop;
    this.host = host;
  }

  Consignment consignment() {
    return consignment;
  }

  NextHop hop() {
    return hop;
  }

  HostKey host() {
    return host;
  }

  /** When it was made, in nanoseconds of the system's own count. */
  long since() {
    return since;
  }

  @Override
  public WorkClass work() {
    return consignment.work();
  }

  @Override
  public long octets() {
    return consignment.octets();
  }

  @Override
  public String toString() {
    return consignment + " for " + hop;
  }
}
