package org.postseal.relay.delivery;

import java.util.List;
import org.postseal.relay.route.NextHop;
import org.postseal.relay.route.Recipient;
import org.postseal.relay.sharing.HostKey;
import org.postseal.relay.sharing.HostShares;
import org.postseal.smtpclient.Outcome;

/**
 * The next hops of messages: how they are visited, which host each is, and whose turn it is there.
 */
record Hops(MessageDelivery delivery, HostShares<HopClaim> shares, HopHosts hosts) {

  /** The recipients of a message that are still due, and behind that hop. */
  List<Recipient> recipients(Consignment consignment, DueMessage message, NextHop hop) {
    return delivery
        .hops(consignment.due(message.envelope().forwardPaths()))
        .getOrDefault(hop, List.of());
  }

  /** Whether operators want nothing delivered there now. */
  boolean isSuspended(NextHop hop, List<Recipient> recipients) {
    return delivery.isSuspended(recipients, hosts.names(hop));
  }

  /** What comes of a hop whose host was lost a moment ago: nobody goes there now. */
  Visit resting(NextHop hop, List<Recipient> recipients, HostKey host) {
    var outcome = new Outcome.Deferred(shares.lastLoss(host));
    var reached = hosts.names(hop).stream().findFirst().map(Reached::notTried);
    return Visit.of(
        hop, recipients, MessageDelivery.all(recipients, outcome), reached.orElse(Reached.NOBODY));
  }
}
