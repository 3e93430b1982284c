package org.postseal.dns.update;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.postseal.authentication.dns.DomainName;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import org.xbill.DNS.Update;

/**
 * Puts TXT records into a zone by dynamic updates with TSIG, over TCP. What stands at a name before
 * is replaced, so the same update may be sent again.
 *
 * <p>Not done: finding the primary server by the SOA (it is told), GSS-TSIG, other records. A
 * server takes no TXT beside a CNAME and says nothing of it (RFC 2136 §3.4.2.2): look at the
 * record.
 */
public final class DynamicUpdates {

  private static final int MAX_STRING = 255; // RFC 1035 §3.3

  private final InetSocketAddress server;
  private final TsigKey key;
  private final Duration patience;

  /** One name's text. */
  public record Text(DomainName name, String text) {}

  /** What became of an update. */
  public sealed interface Outcome {

    /** The server took all of it, and its answer was signed. */
    record Taken() implements Outcome {}

    /** The server took nothing of it. */
    record Refused(String reason) implements Outcome {}

    /** Whether the server took it is not known. */
    record Unknown(String reason) implements Outcome {}
  }

  public DynamicUpdates(InetSocketAddress server, TsigKey key, Duration patience) {
    this.server = server;
    this.key = key;
    this.patience = patience;
  }

  /**
   * Makes each text the only TXT record at its name, all or none; blocks no longer than the
   * patience.
   *
   * @param zone as the server is configured, which holds all the names
   */
  public Outcome replace(DomainName zone, List<Text> texts, Duration ttl) {
    var update = new Update(name(zone));
    for (var each : texts) {
      update.delete(name(each.name()), Type.TXT);
      update.add(
          new TXTRecord(name(each.name()), DClass.IN, ttl.toSeconds(), strings(each.text())));
    }
    try {
      var resolver = new SimpleResolver(server);
      resolver.setTCP(true);
      resolver.setTimeout(patience);
      resolver.setTSIGKey(key.tsig());
      return outcome(resolver.send(update));
    } catch (IOException e) {
      return new Outcome.Unknown("no answer: " + e.getMessage());
    }
  }

  private Outcome outcome(Message answer) {
    var signature = answer.getTSIG();
    if (signature != null && signature.getError() != Rcode.NOERROR) {
      return new Outcome.Refused(
          "the server does not accept the TSIG: "
              + switch (signature.getError()) {
                case Rcode.BADKEY -> "it does not know key " + key.name() + " (BADKEY)";
                case Rcode.BADSIG -> "the secret is another (BADSIG)";
                case Rcode.BADTIME -> "its clock differs from ours (BADTIME)";
                default -> Rcode.TSIGstring(signature.getError());
              });
    }
    if (answer.getRcode() != Rcode.NOERROR) {
      return new Outcome.Refused(refusal(answer.getRcode()));
    }
    return answer.isVerified()
        ? new Outcome.Taken()
        : new Outcome.Unknown("the answer is not signed with our key");
  }

  /** RFC 2136 §2.2, and what it usually means. */
  private static String refusal(int rcode) {
    return switch (rcode) {
      case Rcode.NOTAUTH -> "the server does not hold the zone, or not the key (NOTAUTH)";
      case Rcode.NOTZONE -> "a name is not in the zone (NOTZONE)";
      case Rcode.REFUSED -> "the key may not change this (REFUSED)";
      case Rcode.NOTIMP -> "the server takes no updates (NOTIMP)";
      case Rcode.SERVFAIL -> "the server could not do it (SERVFAIL)";
      case Rcode.FORMERR -> "the server does not understand it (FORMERR)";
      default -> Rcode.string(rcode);
    };
  }

  /** dnsjava reads strings as presentation format; these are octets. */
  private static List<String> strings(String text) {
    var octets = text.getBytes(StandardCharsets.ISO_8859_1);
    var strings = new ArrayList<String>();
    for (int from = 0; from == 0 || from < octets.length; from += MAX_STRING) {
      var part = Arrays.copyOfRange(octets, from, Math.min(octets.length, from + MAX_STRING));
      strings.add(
          new String(part, StandardCharsets.ISO_8859_1)
              .replace("\\", "\\\\")
              .replace("\"", "\\\""));
    }
    return strings;
  }

  private static Name name(DomainName name) {
    try {
      return Name.fromString(name.ascii() + ".");
    } catch (TextParseException e) {
      throw new IllegalArgumentException("no name for the DNS: " + name, e);
    }
  }
}
