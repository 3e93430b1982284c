package org.postseal.accounts.throttle;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * The addresses that agree with one in their leading bits (RFC 4632 §3.1, RFC 4291 §2.3). Addresses
 * of the other family are never among them; an IPv4-mapped address is an IPv4 address.
 *
 * @param address its first one; bits beyond the prefix are cleared
 * @param prefix how many bits count
 */
public record Network(InetAddress address, int prefix) {

  /**
   * How much of an address belongs to one client.
   *
   * @param ipv4 bits, 0 to 32
   * @param ipv6 bits, 0 to 128
   */
  public record PrefixLengths(int ipv4, int ipv6) {
    public PrefixLengths {
      if (ipv4 < 0 || ipv4 > 32 || ipv6 < 0 || ipv6 > 128) {
        throw new IllegalArgumentException("prefix lengths are 0 to 32 and 0 to 128");
      }
    }
  }

  public Network {
    byte[] octets = address.getAddress();
    if (prefix < 0 || prefix > octets.length * 8) {
      throw new IllegalArgumentException("no such prefix length: " + prefix);
    }
    for (int bit = prefix; bit < octets.length * 8; bit++) {
      octets[bit / 8] &= (byte) ~(0x80 >> bit % 8);
    }
    try {
      address = InetAddress.getByAddress(octets);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address has as many octets as before", e);
    }
  }

  /**
   * Reads {@code 192.0.2.0/24}, {@code 2001:db8::/32}, or a single address.
   *
   * @throws IllegalArgumentException if it is none of these
   */
  public static Network of(String text) {
    int slash = text.indexOf('/');
    var address = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
    return new Network(
        address,
        slash < 0
            ? address.getAddress().length * 8
            : Integer.parseUnsignedInt(text.substring(slash + 1)));
  }

  /** The network of so many bits that an address lies in. */
  public static Network around(InetAddress address, PrefixLengths lengths) {
    return new Network(address, address.getAddress().length == 4 ? lengths.ipv4() : lengths.ipv6());
  }

  public boolean contains(InetAddress other) {
    return other.getAddress().length == address.getAddress().length
        && new Network(other, prefix).address.equals(address);
  }

  /** Whether one of these networks contains this address, an IP address in text. */
  public static boolean isIn(List<Network> networks, String address) {
    return !networks.isEmpty()
        && networks.stream().anyMatch(network -> network.contains(InetAddress.ofLiteral(address)));
  }

  /** In the form {@link #of} reads. */
  @Override
  public String toString() {
    return address.getHostAddress() + "/" + prefix;
  }
}
