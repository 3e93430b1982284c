package org.postseal.topics;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A network: the addresses that agree with its first one in the leading bits (RFC 4632 §3.1, RFC
 * 4291 §2.3). Addresses of the other family are never in it; an IPv4-mapped address is an IPv4
 * address.
 *
 * @param first its first address: bits beyond the prefix are zero
 * @param prefix how many bits count
 */
public record AddressBlock(InetAddress first, int prefix) {
  private static final Pattern DOTTED = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
  private static final int LONGEST_LITERAL = 45;

  public AddressBlock {
    if (prefix < 0 || prefix > bitsOf(first)) {
      throw new IllegalArgumentException("no such prefix length: " + prefix);
    }
    if (!masked(first, prefix).equals(first)) {
      throw new IllegalArgumentException("bits beyond the prefix");
    }
  }

  /** The block of so many bits that an address lies in. */
  public static AddressBlock around(InetAddress address, int prefix) {
    return new AddressBlock(masked(address, prefix), prefix);
  }

  /** An address as RFC 4291 §2.2 or four decimal numbers: no shorter form, no zone, no name. */
  public static Optional<InetAddress> address(String text) {
    boolean isIpv6 = text.indexOf(':') >= 0 && text.indexOf('%') < 0;
    if (text.length() > LONGEST_LITERAL || !(isIpv6 || DOTTED.matcher(text).matches())) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.ofLiteral(text));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /** 32 or 128. */
  public static int bitsOf(InetAddress address) {
    return address.getAddress().length * Byte.SIZE;
  }

  public boolean contains(InetAddress address) {
    return bitsOf(address) == bitsOf(first) && masked(address, prefix).equals(first);
  }

  /** Whether all addresses of the other one are in this one; its own are. */
  public boolean covers(AddressBlock other) {
    return other.prefix >= prefix && contains(other.first);
  }

  private static InetAddress masked(InetAddress address, int prefix) {
    byte[] octets = address.getAddress();
    for (int bit = prefix; bit < octets.length * Byte.SIZE; bit++) {
      octets[bit / Byte.SIZE] &= (byte) ~(0x80 >> bit % Byte.SIZE);
    }
    try {
      return InetAddress.getByAddress(octets);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address has as many octets as before", e);
    }
  }

  /** Such as {@code 192.0.2.0/24}: one text for each block. */
  @Override
  public String toString() {
    return first.getHostAddress() + "/" + prefix;
  }
}
