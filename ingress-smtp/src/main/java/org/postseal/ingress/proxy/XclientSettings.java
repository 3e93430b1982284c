package org.postseal.ingress.proxy;

import java.util.List;
import java.util.Optional;
import org.postseal.accounts.throttle.Network;

/** Other mail servers and filters that say with XCLIENT whose commands they pass on. */
public interface XclientSettings {
  /**
   * Where they are: addresses and networks. XCLIENT is offered to these, and refused from everybody
   * else. What counts is where the connection comes from (the PROXY header's word, if there is
   * one), not what an XCLIENT before said.
   */
  Optional<List<Network>> trusted();
}
