package org.postseal.dns;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.WireParseException;

/**
 * Puts one question to the servers in turn until one answers: over UDP with EDNS, over TCP when the
 * answer was truncated. The server that answered last is asked first, so a dead one costs its
 * timeout once. A server that fails (SERVFAIL, REFUSED, nonsense, silence) is passed over; each is
 * tried at most twice. A server that rejects EDNS (FORMERR, NOTIMP, or a header alone that is no
 * message to us) is asked again without it (RFC 6891 §7), each time anew, so that one that has
 * learnt it meanwhile is asked with it.
 */
final class Resolvers {

  private static final int ROUNDS = 2;

  /** What came of a question. */
  sealed interface Reply {
    /** NOERROR or NXDOMAIN. */
    record Answered(Message message) implements Reply {}

    /** Nobody answered; the last failure says why. */
    record Failed(String reason) implements Reply {}
  }

  /** What the servers are to us. */
  enum Role {
    /** They find out (RFC 1034 §5.3.1). */
    RECURSIVE,
    /** They hold the zone: without the AA bit their answer is hearsay (RFC 1035 §4.1.1). */
    AUTHORITATIVE
  }

  private final List<Server> servers;
  private final Role role;
  private final AtomicInteger preferred = new AtomicInteger();

  Resolvers(ResolverSettings settings, Role role) {
    this.servers = settings.servers().stream().map(s -> Server.of(s, settings.limits())).toList();
    this.role = role;
  }

  /** One server, and how it is asked with EDNS and without. */
  private record Server(InetSocketAddress address, SimpleResolver edns, SimpleResolver plain) {
    static Server of(InetSocketAddress address, ResolverSettings.Limits limits) {
      var edns = resolver(address, limits);
      edns.setEDNS(0, limits.ednsPayload(), 0, List.of());
      var plain = resolver(address, limits);
      plain.setEDNS(-1); // dnsjava sends OPT unless told not to
      return new Server(address, edns, plain);
    }

    private static SimpleResolver resolver(
        InetSocketAddress address, ResolverSettings.Limits limits) {
      var resolver = new SimpleResolver(address);
      resolver.setTimeout(limits.attemptTimeout());
      return resolver;
    }

    Message ask(Record question, Role role) throws IOException {
      try {
        var message = edns.send(queryOf(question, role));
        if (message.getRcode() != Rcode.FORMERR && message.getRcode() != Rcode.NOTIMP) {
          return message;
        }
      } catch (WireParseException _) {
        // as good as FORMERR; what is no message without OPT either is said below
      }
      return plain.send(queryOf(question, role));
    }
  }

  /** Asks until {@code deadline}, a value of {@link System#nanoTime}. */
  Reply ask(Record question, long deadline) {
    int first = preferred.get();
    String failure = "no time left";
    for (int attempt = 0; attempt < ROUNDS * servers.size(); attempt++) {
      if (deadline - System.nanoTime() < 0) {
        return new Reply.Failed(failure);
      }
      int index = (first + attempt) % servers.size();
      var server = servers.get(index);
      try {
        var message = server.ask(question, role);
        int rcode = message.getRcode();
        boolean answers = rcode == Rcode.NOERROR || rcode == Rcode.NXDOMAIN;
        if (answers && (role == Role.RECURSIVE || message.getHeader().getFlag(Flags.AA))) {
          preferred.set(index);
          return new Reply.Answered(message);
        }
        failure =
            (answers ? "no authoritative answer" : Rcode.string(rcode))
                + " from "
                + server.address();
      } catch (IOException e) {
        failure = "no usable answer from " + server.address() + ": " + reason(e);
        if (Thread.currentThread().isInterrupted()) {
          return new Reply.Failed("interrupted");
        }
      }
    }
    return new Reply.Failed(failure);
  }

  /** Some failures of the network have no message. */
  private static String reason(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private static Message queryOf(Record question, Role role) {
    var query = Message.newQuery(question);
    if (role == Role.AUTHORITATIVE) {
      query.getHeader().unsetFlag(Flags.RD);
    }
    // RFC 6840 §5.7: says that we understand AD, without asking for the signatures themselves.
    query.getHeader().setFlag(Flags.AD);
    return query;
  }
}
