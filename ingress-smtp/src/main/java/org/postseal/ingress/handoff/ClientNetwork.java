package org.postseal.ingress.handoff;

import java.net.InetAddress;
import org.postseal.accounts.throttle.Network;
import org.postseal.ingress.session.MailTransaction;

/** The network, IPv4 /24 or IPv6 /64, that a client is in. */
record ClientNetwork(Network network) {
  private static final Network.PrefixLengths LENGTHS = new Network.PrefixLengths(24, 64);

  /** Of the client that brought this mail. */
  static ClientNetwork of(MailTransaction transaction) {
    return new ClientNetwork(Network.around(address(transaction), LENGTHS));
  }

  /** Our own host is no network: behind a proxy on it anybody may be. */
  static boolean isOurHost(MailTransaction transaction) {
    return address(transaction).isLoopbackAddress();
  }

  private static InetAddress address(MailTransaction transaction) {
    return InetAddress.ofLiteral(transaction.envelope().client().address());
  }
}
