package org.postseal.fuzzing;

import java.net.InetAddress;
import java.util.Arrays;
import org.postseal.smtp.proxy.ProxyHeader;
import org.postseal.smtp.proxy.ProxyHeaderParser;
import org.postseal.smtp.proxy.ProxyHeaderReading;

/**
 * The octets a connection begins with: a header of a bounded length, the same however much of the
 * connection is there already, and nothing is decided before enough of it is.
 */
final class ProxyHeaderAttack implements Attack {
  private static final int LIMIT = 256;
  private static final ProxyHeaderParser PARSER = new ProxyHeaderParser(LIMIT);

  @Override
  public void with(byte[] octets) {
    ProxyHeaderReading whole = PARSER.read(octets);
    requireBounds(whole, octets);
    for (int length = 0; length <= Math.min(octets.length, LIMIT + 1); length++) {
      ProxyHeaderReading part = PARSER.read(Arrays.copyOf(octets, length));
      switch (part) {
        case ProxyHeaderReading.Incomplete _ ->
            BrokenClaim.unless(length < LIMIT, "a header ends within the limit");
        case ProxyHeaderReading.Complete _ ->
            BrokenClaim.unlessEqual(part, whole, "more octets do not change a header");
        case ProxyHeaderReading.Malformed _ ->
            BrokenClaim.unless(
                whole instanceof ProxyHeaderReading.Malformed, "more octets do not mend a header");
      }
    }
  }

  private static void requireBounds(ProxyHeaderReading whole, byte[] octets) {
    if (whole instanceof ProxyHeaderReading.Complete(var header, int length)) {
      BrokenClaim.unless(
          length > 0 && length <= octets.length && length <= LIMIT, "a header has a length");
      BrokenClaim.unless(ProxyHeaderParser.isHeader(octets), "what is read as a header is one");
      if (header instanceof ProxyHeader.Relayed(InetAddress client, int port)) {
        BrokenClaim.unless(port >= 0 && port <= 0xFFFF, "a port is a port");
        BrokenClaim.unlessEqual(
            InetAddress.ofLiteral(client.getHostAddress()), client, "an address is a literal");
      }
    }
    if (whole instanceof ProxyHeaderReading.Malformed(String reason)) {
      BrokenClaim.unlessAscii(reason, "a reason for the log");
    }
  }
}
