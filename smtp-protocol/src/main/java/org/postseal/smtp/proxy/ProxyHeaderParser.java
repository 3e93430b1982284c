package org.postseal.smtp.proxy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.postseal.smtp.proxy.ProxyHeaderReading.Complete;
import org.postseal.smtp.proxy.ProxyHeaderReading.Incomplete;
import org.postseal.smtp.proxy.ProxyHeaderReading.Malformed;

/**
 * Reads the header of either version from the octets a connection begins with. The first octet
 * tells which version it is, and nothing is read beyond the header.
 */
public final class ProxyHeaderParser {
  /** Octets of version 2 before the addresses. */
  static final int FIXED = 16;

  private static final byte[] SIGNATURE = {
    '\r', '\n', '\r', '\n', 0, '\r', '\n', 'Q', 'U', 'I', 'T', '\n'
  };
  private static final byte[] WORD = "PROXY ".getBytes(StandardCharsets.US_ASCII);
  private static final int VERSION = 2;
  private static final int LOCAL = 0;
  private static final int PROXY = 1;
  private static final int IPV4_STREAM = 0x11;
  private static final int IPV6_STREAM = 0x21;
  private static final int UNSPECIFIED = 0x00;
  private static final int UNIX_STREAM = 0x31;

  private final int limit;

  /**
   * @param limit octets of a header of version 2, with what it says beside the addresses
   */
  public ProxyHeaderParser(int limit) {
    this.limit = limit;
  }

  /** Whether these first octets of a connection are such a header, or a piece of one. */
  public static boolean isHeader(byte[] octets) {
    return begins(octets, SIGNATURE) || begins(octets, WORD);
  }

  private static boolean begins(byte[] octets, byte[] with) {
    return octets.length >= with.length
        && Arrays.equals(octets, 0, with.length, with, 0, with.length);
  }

  /** Reads the header at the beginning of these octets. */
  public ProxyHeaderReading read(byte[] octets) {
    if (agrees(octets, WORD)) {
      return ProxyHeaderVersion1.read(octets);
    }
    return agrees(octets, SIGNATURE) ? version2(octets) : new Malformed("no PROXY header");
  }

  /** As far as there are octets. */
  private static boolean agrees(byte[] octets, byte[] with) {
    int length = Math.min(octets.length, with.length);
    return Arrays.equals(octets, 0, length, with, 0, length);
  }

  private ProxyHeaderReading version2(byte[] octets) {
    if (octets.length < FIXED) {
      return new Incomplete();
    }
    int length = FIXED + unsigned16(octets, FIXED - 2);
    if (length > limit) {
      return new Malformed("a header of " + length + " octets");
    }
    int version = (octets[12] & 0xF0) >> 4;
    int command = octets[12] & 0x0F;
    if (version != VERSION || command > PROXY) {
      return new Malformed("version " + version + ", command " + command);
    }
    if (octets.length < length) {
      return new Incomplete();
    }
    if (command == LOCAL) {
      return new Complete(new ProxyHeader.Own(), length);
    }
    int family = octets[13] & 0xFF;
    return switch (family) {
      case IPV4_STREAM -> relayed(octets, length, 4);
      case IPV6_STREAM -> relayed(octets, length, 16);
      case UNSPECIFIED, UNIX_STREAM -> new Complete(new ProxyHeader.Own(), length);
      default -> new Malformed("address family and transport " + family);
    };
  }

  /** Two addresses and two ports; what follows them says nothing that we need. */
  private static ProxyHeaderReading relayed(byte[] octets, int length, int addressLength) {
    if (length < FIXED + 2 * addressLength + 4) {
      return new Malformed("addresses cut off");
    }
    try {
      var client =
          InetAddress.getByAddress(Arrays.copyOfRange(octets, FIXED, FIXED + addressLength));
      int port = unsigned16(octets, FIXED + 2 * addressLength);
      return new Complete(new ProxyHeader.Relayed(client, port), length);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("4 or 16 octets are an address", e);
    }
  }

  private static int unsigned16(byte[] octets, int at) {
    return (octets[at] & 0xFF) << 8 | (octets[at + 1] & 0xFF);
  }
}
