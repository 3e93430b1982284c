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

/**
 * Puts one question to the servers in turn until one answers: over UDP with EDNS, over TCP when the
 * answer was truncated. The server that answered last is asked first, so a dead one costs its
 * timeout once. A server that fails (SERVFAIL, REFUSED, nonsense, silence) is passed over; each is
 * tried at most twice.
 *
 * <p>Not done: a second try without EDNS. Recursive resolvers that reject EDNS died out in 2019.
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

  private final List<SimpleResolver> servers;
  private final AtomicInteger preferred = new AtomicInteger();

  Resolvers(ResolverSettings settings) {
    this.servers = settings.servers().stream().map(s -> resolver(s, settings.limits())).toList();
  }

  private static SimpleResolver resolver(InetSocketAddress server, ResolverSettings.Limits limits) {
    var resolver = new SimpleResolver(server);
    resolver.setTimeout(limits.attemptTimeout());
    resolver.setEDNS(0, limits.ednsPayload(), 0, List.of());
    return resolver;
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
        var message = server.send(queryOf(question));
        int rcode = message.getRcode();
        if (rcode == Rcode.NOERROR || rcode == Rcode.NXDOMAIN) {
          preferred.set(index);
          return new Reply.Answered(message);
        }
        failure = Rcode.string(rcode) + " from " + server.getAddress();
      } catch (IOException e) {
        failure = "no usable answer from " + server.getAddress() + ": " + e.getMessage();
        if (Thread.currentThread().isInterrupted()) {
          return new Reply.Failed("interrupted");
        }
      }
    }
    return new Reply.Failed(failure);
  }

  private static Message queryOf(Record question) {
    var query = Message.newQuery(question);
    // RFC 6840 §5.7: says that we understand AD, without asking for the signatures themselves.
    query.getHeader().setFlag(Flags.AD);
    return query;
  }
}
