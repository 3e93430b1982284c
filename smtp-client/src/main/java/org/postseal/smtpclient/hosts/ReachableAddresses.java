package org.postseal.smtpclient.hosts;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Where a name found in the DNS may lead. Whoever owns a name can point it anywhere, also at this
 * machine or at what stands behind the same firewall; mail, policies and keys are never fetched
 * from there unless an operator says so. What an operator wrote down himself is not asked about
 * here.
 *
 * <p>The IANA registries of special-purpose addresses (RFC 6890 §2.2) with RFC 6598 (shared address
 * space), 4193 (unique local), 6052 and 8215 (NAT64), 4291 §2.5.5 (IPv4 inside of IPv6). Networks
 * for documentation are let be: they lead nowhere.
 */
public final class ReachableAddresses {

  /** Whether addresses that mean "here" may be used. Only closed networks and tests want it. */
  public enum Loopback {
    REFUSED,
    ALLOWED
  }

  /** Whether private networks may be used, as where all of the mail stays inside of one. */
  public enum PrivateNetworks {
    REFUSED,
    ALLOWED
  }

  /** A network of special addresses. */
  private record Block(byte[] network, int bits) {
    static Block of(String literal, int bits) {
      return new Block(InetAddress.ofLiteral(literal).getAddress(), bits);
    }

    boolean holds(byte[] address) {
      if (address.length != network.length) {
        return false;
      }
      int whole = bits / 8;
      for (int i = 0; i < whole; i++) {
        if (address[i] != network[i]) {
          return false;
        }
      }
      int rest = bits % 8;
      return rest == 0 || ((address[whole] ^ network[whole]) & 0xFF) >> (8 - rest) == 0;
    }
  }

  private static final List<Block> LOOPBACK =
      List.of(Block.of("127.0.0.0", 8), Block.of("::1", 128));

  private static final List<Block> PRIVATE =
      List.of(
          Block.of("10.0.0.0", 8),
          Block.of("172.16.0.0", 12),
          Block.of("192.168.0.0", 16),
          Block.of("100.64.0.0", 10),
          Block.of("fc00::", 7));

  private static final List<Block> NEVER =
      List.of(
          Block.of("0.0.0.0", 8),
          Block.of("169.254.0.0", 16),
          Block.of("192.0.0.0", 24),
          Block.of("192.88.99.0", 24),
          Block.of("198.18.0.0", 15),
          Block.of("224.0.0.0", 4),
          Block.of("240.0.0.0", 4),
          Block.of("::", 96), // unspecified, and IPv4-compatible; ::1 was looked at before
          Block.of("64:ff9b::", 96),
          Block.of("64:ff9b:1::", 48),
          Block.of("100::", 64),
          Block.of("2001::", 23), // Teredo and other protocols' own
          Block.of("2002::", 16),
          Block.of("fe80::", 10),
          Block.of("fec0::", 10),
          Block.of("ff00::", 8));

  private final Loopback loopback;
  private final PrivateNetworks privateNetworks;
  private final Predicate<InetAddress> own;

  /** Of the machine this runs on. */
  public ReachableAddresses(Loopback loopback, PrivateNetworks privateNetworks) {
    this(loopback, privateNetworks, ReachableAddresses::isOfAnInterface);
  }

  ReachableAddresses(
      Loopback loopback, PrivateNetworks privateNetworks, Predicate<InetAddress> own) {
    this.loopback = loopback;
    this.privateNetworks = privateNetworks;
    this.own = own;
  }

  /** Whether to connect to an address that an A record named, or a literal in a mailbox. */
  public boolean allows(InetAddress address) {
    return refusal(address).isEmpty();
  }

  /**
   * The same for an address of an AAAA record. The platform turns {@code ::ffff:192.0.2.1} into an
   * IPv4 address, which no AAAA record should hold.
   */
  public boolean allowsFromAaaa(InetAddress address) {
    return !(address instanceof Inet4Address) && allows(address);
  }

  /** In a few words why it is not connected to; empty if it may be. */
  public Optional<String> refusal(InetAddress address) {
    var octets = address.getAddress();
    if (isIn(LOOPBACK, octets)) {
      return loopback == Loopback.ALLOWED ? Optional.empty() : Optional.of("loopback");
    }
    if (isIn(NEVER, octets)) {
      return Optional.of("special-purpose");
    }
    if (own.test(address)) {
      return loopback == Loopback.ALLOWED ? Optional.empty() : Optional.of("our own");
    }
    if (isIn(PRIVATE, octets)) {
      return privateNetworks == PrivateNetworks.ALLOWED ? Optional.empty() : Optional.of("private");
    }
    return Optional.empty();
  }

  private static boolean isIn(List<Block> blocks, byte[] octets) {
    return blocks.stream().anyMatch(block -> block.holds(octets));
  }

  /** Asked each time: addresses come and go while a process runs. */
  private static boolean isOfAnInterface(InetAddress address) {
    try {
      return NetworkInterface.getByInetAddress(address) != null;
    } catch (SocketException _) {
      return false; // nobody can tell; the greeting with our own name would
    }
  }
}
