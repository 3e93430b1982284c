package org.postseal.dns.authority;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.postseal.authentication.dns.DomainName;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.HINFORecord;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * What goes back for the octets of a question. Pure but for the zones, which answer from memory.
 *
 * <p>Answers are minimal: no NS records and no addresses beside what was asked for; ANY gets one
 * record that says so (RFC 8482).
 */
final class Authority {

  /** How a question came. */
  enum Transport {
    UDP,
    TCP
  }

  static final int MAX_UDP_WITHOUT_EDNS = 512; // RFC 1035 §4.2.1
  static final int MAX_UDP = 1232;
  private static final int MAX_TCP = 65535;
  private static final int HEADER = 12;
  private static final int MAX_STRING = 255; // RFC 1035 §3.3
  private static final int SOA_REFRESH = 3600;
  private static final int SOA_RETRY = 600;
  private static final int SOA_EXPIRE = 604_800;
  private static final long SERIAL_BITS = 0xFFFF_FFFFL;

  private final TextZones zones;
  private final AuthoritySettings settings;
  private final List<Name> servers;
  private final Name mailbox;

  Authority(TextZones zones, AuthoritySettings settings) {
    this.zones = zones;
    this.settings = settings;
    this.servers = settings.nameServers().stream().map(Authority::name).toList();
    this.mailbox = name(settings.nameServers().getFirst().prefixedWith("hostmaster").orElseThrow());
  }

  /** The answer's octets, none if there is to be no answer. */
  byte[] answer(byte[] octets, Transport transport) {
    if (octets.length < HEADER || (octets[2] & 0x80) != 0) {
      return new byte[0]; // no message, or an answer: two servers must not talk for ever
    }
    Message query;
    try {
      query = new Message(octets);
    } catch (IOException | IllegalArgumentException _) {
      return headerAlone(octets, Rcode.FORMERR);
    }
    if (query.getHeader().getOpcode() != Opcode.QUERY) {
      return headerAlone(octets, Rcode.NOTIMP);
    }
    if (query.getHeader().getCount(Section.QUESTION) != 1 || query.getQuestion() == null) {
      return headerAlone(octets, Rcode.FORMERR);
    }
    return written(query, answered(query), transport);
  }

  /** A question without a question in it: as an answer that is told by the TC bit to ask by TCP. */
  byte[] truncated(byte[] octets) {
    if (octets.length < HEADER || (octets[2] & 0x80) != 0) {
      return new byte[0];
    }
    try {
      var query = new Message(octets);
      return query.getQuestion() == null
          ? new byte[0]
          : cut(query, new Answer(Rcode.NOERROR, Authoritative.YES)).toWire(MAX_UDP);
    } catch (IOException | IllegalArgumentException _) {
      return new byte[0];
    }
  }

  private enum Authoritative {
    YES,
    NO
  }

  /** An answer before it is a message. */
  private record Answer(
      int rcode, Authoritative authoritative, List<Record> records, List<Record> authority) {
    Answer(int rcode, Authoritative authoritative) {
      this(rcode, authoritative, List.of(), List.of());
    }
  }

  private Answer answered(Message query) {
    var question = query.getQuestion();
    var opt = query.getOPT();
    if (opt != null && opt.getVersion() != 0) {
      return new Answer(Rcode.BADVERS, Authoritative.NO);
    }
    if (question.getDClass() != DClass.IN
        || question.getType() == Type.AXFR
        || question.getType() == Type.IXFR) {
      return new Answer(Rcode.REFUSED, Authoritative.NO);
    }
    if (!zones.isReady()) {
      return new Answer(Rcode.SERVFAIL, Authoritative.NO);
    }
    var asked = domainName(question.getName());
    var zone = asked.or(() -> nearestReadable(question.getName())).flatMap(zones::zoneHolding);
    if (zone.isEmpty()) {
      return new Answer(Rcode.REFUSED, Authoritative.NO);
    }
    var apex = zone.get();
    if (asked.isPresent() && asked.get().equals(apex)) {
      return atApex(question, apex);
    }
    var at = asked.map(name -> zones.at(name, apex)).orElseGet(TextZones.At.NoSuchName::new);
    return switch (at) {
      case TextZones.At.Text(var text) ->
          switch (question.getType()) {
            case Type.TXT -> found(List.of(txt(question.getName(), text)));
            case Type.ANY -> any(question.getName());
            default -> denied(Rcode.NOERROR, apex);
          };
      case TextZones.At.Nothing() -> denied(Rcode.NOERROR, apex);
      case TextZones.At.NoSuchName() -> denied(Rcode.NXDOMAIN, apex);
    };
  }

  private Answer atApex(Record question, DomainName apex) {
    return switch (question.getType()) {
      case Type.SOA -> found(List.of(soa(apex, settings.ttl().toSeconds())));
      case Type.NS ->
          found(
              servers.stream()
                  .<Record>map(
                      server ->
                          new NSRecord(
                              question.getName(), DClass.IN, settings.ttl().toSeconds(), server))
                  .toList());
      case Type.ANY -> any(question.getName());
      default -> denied(Rcode.NOERROR, apex);
    };
  }

  private static Answer found(List<Record> records) {
    return new Answer(Rcode.NOERROR, Authoritative.YES, records, List.of());
  }

  /** RFC 8482 §4.2. */
  private Answer any(Name name) {
    return found(
        List.of(new HINFORecord(name, DClass.IN, settings.ttl().toSeconds(), "RFC8482", "")));
  }

  /** RFC 2308 §3: the SOA's TTL is that of the denial. */
  private Answer denied(int rcode, DomainName apex) {
    return new Answer(
        rcode,
        Authoritative.YES,
        List.of(),
        List.of(soa(apex, settings.negativeTtl().toSeconds())));
  }

  private SOARecord soa(DomainName apex, long ttl) {
    return new SOARecord(
        name(apex),
        DClass.IN,
        ttl,
        servers.getFirst(),
        mailbox,
        zones.serial() & SERIAL_BITS,
        SOA_REFRESH,
        SOA_RETRY,
        SOA_EXPIRE,
        settings.negativeTtl().toSeconds());
  }

  private TXTRecord txt(Name name, String text) {
    var strings = new ArrayList<String>();
    for (int from = 0; from == 0 || from < text.length(); from += MAX_STRING) {
      strings.add(text.substring(from, Math.min(text.length(), from + MAX_STRING)));
    }
    return new TXTRecord(name, DClass.IN, settings.ttl().toSeconds(), strings);
  }

  private static byte[] written(Message query, Answer answer, Transport transport) {
    var message = message(query, answer);
    var octets = message.toWire();
    int most =
        switch (transport) {
          case TCP -> MAX_TCP;
          case UDP ->
              query.getOPT() == null
                  ? MAX_UDP_WITHOUT_EDNS
                  : Math.clamp(query.getOPT().getPayloadSize(), MAX_UDP_WITHOUT_EDNS, MAX_UDP);
        };
    return octets.length <= most ? octets : cut(query, answer).toWire();
  }

  private static Message message(Message query, Answer answer) {
    var message = new Message(query.getHeader().getID());
    var header = message.getHeader();
    header.setFlag(Flags.QR);
    if (answer.authoritative() == Authoritative.YES) {
      header.setFlag(Flags.AA);
    }
    if (query.getHeader().getFlag(Flags.RD)) {
      header.setFlag(Flags.RD);
    }
    header.setRcode(answer.rcode() & 0xF);
    message.addRecord(query.getQuestion(), Section.QUESTION);
    answer.records().forEach(record -> message.addRecord(record, Section.ANSWER));
    answer.authority().forEach(record -> message.addRecord(record, Section.AUTHORITY));
    if (query.getOPT() != null) {
      message.addRecord(new OPTRecord(MAX_UDP, answer.rcode() >> 4, 0), Section.ADDITIONAL);
    }
    return message;
  }

  /** No part of an answer, only that there is more (RFC 2181 §9). */
  private static Message cut(Message query, Answer answer) {
    var message = message(query, new Answer(answer.rcode(), answer.authoritative()));
    message.getHeader().setFlag(Flags.TC);
    return message;
  }

  /** As many octets as came in at most, whatever they are. */
  private static byte[] headerAlone(byte[] octets, int rcode) {
    var header = new Header(((octets[0] & 0xFF) << 8) | (octets[1] & 0xFF));
    header.setFlag(Flags.QR);
    header.setOpcode((octets[2] >> 3) & 0xF);
    header.setRcode(rcode);
    return Arrays.copyOf(header.toWire(), HEADER);
  }

  /** Upper and lower case are one name; the question goes back as it was written. */
  private static Optional<DomainName> domainName(Name name) {
    var text = name.toString(true);
    return text.indexOf('\\') >= 0
        ? Optional.empty() // an octet that dnsjava had to escape: no name of ours has one
        : DomainName.queryable(text.toLowerCase(Locale.ROOT));
  }

  /** The longest end of a name that can be read, which says whose zone it would be in. */
  private static Optional<DomainName> nearestReadable(Name name) {
    for (int skipped = 1; skipped < name.labels(); skipped++) {
      var read = domainName(new Name(name, skipped));
      if (read.isPresent()) {
        return read;
      }
    }
    return Optional.empty();
  }

  private static Name name(DomainName name) {
    try {
      return Name.fromString(name.ascii() + ".");
    } catch (TextParseException e) {
      throw new IllegalArgumentException("no name for the DNS: " + name, e);
    }
  }
}
