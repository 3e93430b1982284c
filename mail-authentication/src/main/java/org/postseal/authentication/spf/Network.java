package org.postseal.authentication.spf;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Optional;

/** A network of the mechanisms {@code ip4} and {@code ip6}, RFC 7208 §5.6. */
public final class Network {
  private final byte[] address;
  private final int bits;

  private Network(byte[] address, int bits) {
    this.address = address;
    this.bits = bits;
  }

  /**
   * <pre>
   * ip4-network = qnum "." qnum "." qnum "." qnum
   * qnum        = DIGIT / %x31-39 DIGIT / "1" 2DIGIT / "2" %x30-34 DIGIT / "25" %x30-35
   * </pre>
   *
   * @param bits 0 to 32
   */
  static Optional<Network> ip4(String text, int bits) {
    String[] numbers = text.split("\\.", 5);
    if (numbers.length != 4) {
      return Optional.empty();
    }
    byte[] address = new byte[4];
    for (int i = 0; i < 4; i++) {
      int number = Cidr.number(numbers[i], 255);
      if (number < 0) {
        return Optional.empty();
      }
      address[i] = (byte) number;
    }
    return Optional.of(new Network(address, bits));
  }

  /**
   * {@code ip6-network}, the text forms of RFC 4291 §2.2.
   *
   * @param bits 0 to 128
   */
  static Optional<Network> ip6(String text, int bits) {
    boolean legal = text.length() <= 45 && text.indexOf(':') >= 0;
    for (int i = 0; legal && i < text.length(); i++) {
      char c = text.charAt(i);
      legal = (c < 127 && Character.digit(c, 16) >= 0) || c == ':' || c == '.';
    }
    if (!legal) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Network(sixteenOctets(Inet6Address.ofLiteral(text)), bits));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Java reads ::ffff:a.b.c.d as an IPv4 address. */
  private static byte[] sixteenOctets(InetAddress address) {
    if (!(address instanceof Inet4Address)) {
      return address.getAddress();
    }
    byte[] octets = new byte[16];
    octets[10] = (byte) 0xFF;
    octets[11] = (byte) 0xFF;
    System.arraycopy(address.getAddress(), 0, octets, 12, 4);
    return octets;
  }

  /**
   * Whether the address lies in this network. RFC 7208 §5: an IPv4-mapped address is an IPv4
   * address, and those never match {@code ip6}; {@link InetAddress} has them converted already.
   */
  boolean contains(InetAddress other) {
    return agree(address, other.getAddress(), bits);
  }

  /** Whether the addresses are of one family and agree in the leading bits that count there. */
  static boolean agree(InetAddress one, InetAddress other, DualCidr cidr) {
    int bits = one instanceof Inet4Address ? cidr.ipv4() : cidr.ipv6();
    return agree(one.getAddress(), other.getAddress(), bits);
  }

  private static boolean agree(byte[] one, byte[] other, int bits) {
    if (one.length != other.length) {
      return false;
    }
    int whole = bits / 8;
    int rest = bits % 8;
    if (!Arrays.equals(one, 0, whole, other, 0, whole)) {
      return false;
    }
    int mask = 0xFF00 >> rest & 0xFF;
    return rest == 0 || ((one[whole] ^ other[whole]) & mask) == 0;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Network that
        && bits == that.bits
        && Arrays.equals(address, that.address);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(address) * 31 + bits;
  }
}
