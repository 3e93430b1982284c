package org.postseal.ingress.session;

import java.util.List;
import org.postseal.accounts.throttle.Network;
import org.postseal.signingpolicy.Announcement;

/**
 * That a listener answers {@code XSIGNPOL}, and to whom.
 *
 * @param networks clients that may ask; none named: everybody
 * @param announcement what EHLO says
 */
public record PolicyOffer(
    OurStatements statements, List<Network> networks, Announcement announcement) {
  public PolicyOffer {
    networks = List.copyOf(networks);
  }

  /** Whether this client may ask. */
  public boolean isFor(String address) {
    return networks.isEmpty() || Network.isIn(networks, address);
  }
}
