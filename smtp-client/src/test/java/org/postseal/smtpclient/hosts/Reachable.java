package org.postseal.smtpclient.hosts;

import org.postseal.smtpclient.hosts.ReachableAddresses.Loopback;
import org.postseal.smtpclient.hosts.ReachableAddresses.PrivateNetworks;

/** Rules for tests, whose servers are on this machine. */
public final class Reachable {
  public static final ReachableAddresses EVEN_HERE =
      new ReachableAddresses(Loopback.ALLOWED, PrivateNetworks.REFUSED);

  private Reachable() {}
}
