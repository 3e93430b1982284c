package org.postseal.dns.server;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Master;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.ReverseMap;
import org.xbill.DNS.TLSARecord;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * A DNS server of everything it was told and of nothing else: NXDOMAIN for other names. Names are
 * given as text, with or without the dot at the end. All methods may be called from any thread
 * while it serves; what they change holds from the next query on.
 *
 * <p>Not done: zones with cuts, wildcards, DNSSEC, transfers, updates.
 */
public final class ZoneServer implements AutoCloseable {

  /** TTL of records, in seconds, unless set. */
  public static final long DEFAULT_TTL = 300;

  /** TTL of NXDOMAIN and NODATA, in seconds. */
  public static final long NEGATIVE_TTL = 60;

  private final Zone zone = new Zone(NEGATIVE_TTL);
  private final Faults faults = new Faults();
  private final Map<Name, LongAdder> queriesByName = new ConcurrentHashMap<>();
  private final LongAdder queries = new LongAdder();
  private volatile long ttl = DEFAULT_TTL;
  private volatile boolean authenticated;
  private volatile boolean authoritative = true;
  private final Set<Name> unsigned = ConcurrentHashMap.newKeySet();
  private final Listener listener;

  private ZoneServer(InetSocketAddress address) {
    this.listener = Listener.open(address, this::answer);
  }

  /** Starts on a free port of 127.0.0.1. */
  public static ZoneServer start() {
    return start(0);
  }

  /** Starts on 127.0.0.1, UDP and TCP on the same port. */
  public static ZoneServer start(int port) {
    return start(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  /**
   * Starts on an address of the caller's choice.
   *
   * @throws UncheckedIOException if the port is taken
   */
  public static ZoneServer start(InetSocketAddress address) {
    return new ZoneServer(address);
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return listener.address();
  }

  /** TTL of the records added from now on. */
  public ZoneServer ttl(Duration changed) {
    ttl = changed.toSeconds();
    return this;
  }

  /**
   * Adds one TXT record. Characters are octets (ISO-8859-1); strings beyond 255 octets are split,
   * as a key record has to be.
   */
  public ZoneServer txt(String name, String... strings) {
    return add(new TXTRecord(name(name), DClass.IN, ttl, TxtStrings.of(strings)));
  }

  /** Adds an A or AAAA record. */
  public ZoneServer address(String name, String literal) {
    var address = InetAddress.ofLiteral(literal);
    return add(
        address.getAddress().length == 4
            ? new ARecord(name(name), DClass.IN, ttl, address)
            : new AAAARecord(name(name), DClass.IN, ttl, address));
  }

  /** Adds an MX record; exchange {@code "."} with preference 0 is a null MX. */
  public ZoneServer mx(String name, int preference, String exchange) {
    return add(new MXRecord(name(name), DClass.IN, ttl, preference, name(exchange)));
  }

  /** Adds an NS record: a zone begins at the name. */
  public ZoneServer ns(String name, String target) {
    return add(new NSRecord(name(name), DClass.IN, ttl, name(target)));
  }

  /** Answers from now on without authority (the AA bit), as a cache or a lame server would. */
  public ZoneServer withoutAuthority() {
    authoritative = false;
    return this;
  }

  /** Adds a PTR record for an address. */
  public ZoneServer ptr(String literal, String target) {
    var reverse = ReverseMap.fromAddress(InetAddress.ofLiteral(literal));
    return add(new PTRRecord(reverse, DClass.IN, ttl, name(target)));
  }

  public ZoneServer cname(String name, String target) {
    return add(new CNAMERecord(name(name), DClass.IN, ttl, name(target)));
  }

  /** Adds an alias whose target is answered for only when it is asked for by itself. */
  public ZoneServer cnameAlone(String name, String target) {
    zone.endAt(name(name));
    return cname(name, target);
  }

  /**
   * Adds records written as in a zone file, such as the key registry prints.
   *
   * @throws IllegalArgumentException if the text cannot be read
   */
  public ZoneServer zoneText(String text) {
    try (var lines = new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
        var master = new Master(lines, Name.root, ttl)) {
      for (var read = master.nextRecord(); read != null; read = master.nextRecord()) {
        add(read);
      }
    } catch (IOException e) {
      throw new IllegalArgumentException("not the text of a zone: " + e.getMessage(), e);
    }
    return this;
  }

  /** Removes every record of a name. */
  public ZoneServer remove(String name) {
    zone.remove(name(name));
    return this;
  }

  /** Removes a name's TXT records. */
  public ZoneServer removeTxt(String name) {
    zone.remove(name(name), Type.TXT);
    return this;
  }

  /** Removes every record and every fault; counters stay. */
  public ZoneServer clear() {
    zone.clear();
    faults.heal();
    unsigned.clear();
    return this;
  }

  /** Says of every answer from now on that DNSSEC proved it (the AD bit), as a validator would. */
  public ZoneServer authenticated() {
    authenticated = true;
    return this;
  }

  /** Of this name nothing is ever proven, as in a zone without signatures. */
  public ZoneServer unsigned(String name) {
    unsigned.add(name(name));
    return this;
  }

  /** Adds a TLSA record; the association is hex. */
  public ZoneServer tlsa(String name, int usage, int selector, int matching, String association) {
    return add(
        new TLSARecord(
            name(name),
            DClass.IN,
            ttl,
            usage,
            selector,
            matching,
            HexFormat.of().parseHex(association)));
  }

  /** Misbehaves about one name until {@link #heal}. */
  public ZoneServer fault(String name, Fault fault) {
    faults.at(name(name), fault);
    return this;
  }

  /** Misbehaves about a name and all below it that have no fault of their own. */
  public ZoneServer faultUnder(String name, Fault fault) {
    faults.under(name(name), fault);
    return this;
  }

  /** Misbehaves about every name that has no fault of its own. */
  public ZoneServer faultEverywhere(Fault fault) {
    faults.everywhere(fault);
    return this;
  }

  /** Ends all faults. */
  public ZoneServer heal() {
    faults.heal();
    return this;
  }

  /** Questions received for a name, of any type, by UDP and TCP. */
  public long queries(String name) {
    var counter = queriesByName.get(name(name));
    return counter == null ? 0 : counter.sum();
  }

  /** Questions received. */
  public long queries() {
    return queries.sum();
  }

  /** Questions received by TCP. */
  public long tcpQueries() {
    return listener.tcpQueries();
  }

  @Override
  public void close() {
    listener.close();
  }

  private ZoneServer add(Record added) {
    zone.add(added);
    return this;
  }

  /** What to send, if anything; called on a thread that may wait. */
  private Listener.Response answer(Message query) {
    var name = query.getQuestion().getName();
    queries.increment();
    queriesByName.computeIfAbsent(name, _ -> new LongAdder()).increment();
    var fault = faults.of(name);
    return switch (fault) {
      case null -> new Listener.Response.Answer(answerOf(query));
      case Fault.ResponseCode(int rcode) -> new Listener.Response.Answer(Refusal.of(query, rcode));
      case Fault.WithoutEdns(int rcode) ->
          new Listener.Response.Answer(
              query.getOPT() == null ? answerOf(query) : Refusal.of(query, rcode));
      case Fault.HeaderAlone(int rcode) ->
          new Listener.Response.Answer(
              query.getOPT() == null ? answerOf(query) : Refusal.headerAlone(query, rcode));
      case Fault.Silence() -> new Listener.Response.Nothing();
      case Fault.Nonsense() -> new Listener.Response.Nonsense();
      case Fault.Delay delay -> {
        delay.pass();
        yield new Listener.Response.Answer(answerOf(query));
      }
    };
  }

  private Message answerOf(Message query) {
    var answer = zone.answer(query);
    if (!authoritative) {
      answer.getHeader().unsetFlag(Flags.AA);
    }
    if (authenticated && !unsigned.contains(query.getQuestion().getName())) {
      answer.getHeader().setFlag(Flags.AD);
    }
    return answer;
  }

  private static Name name(String text) {
    try {
      return Name.fromString(text, Name.root);
    } catch (TextParseException e) {
      throw new IllegalArgumentException("not a name: " + text, e);
    }
  }
}
