package org.postseal.console.index;

import java.net.Inet4Address;
import java.net.InetAddress;
import org.postseal.topics.AddressBlock;

/** The network a client's address stands for: /24 of IPv4, /48 of IPv6. */
final class SourceNetwork {
  private static final int V4 = 24;
  private static final int V6 = 48;

  private SourceNetwork() {}

  /** In CIDR notation; the text itself if it is no address. */
  static String of(String address) {
    try {
      var parsed = InetAddress.ofLiteral(address);
      return AddressBlock.around(parsed, parsed instanceof Inet4Address ? V4 : V6).toString();
    } catch (IllegalArgumentException _) {
      return address;
    }
  }
}
