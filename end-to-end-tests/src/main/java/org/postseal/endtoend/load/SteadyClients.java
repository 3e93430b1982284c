package org.postseal.endtoend.load;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.postseal.endtoend.smtp.SmtpReply;
import org.postseal.endtoend.smtp.SmtpSession;

/**
 * Clients that bring one message after the other without a pause, each over one session until the
 * server ends it, and note the reply that ended every transaction. Closing lets each finish.
 */
final class SteadyClients implements AutoCloseable {
  private static final Pattern STORED_AS = Pattern.compile("[0-9A-HJKMNP-TV-Z]{26}");
  private static final int TEMPORARY = 451;

  private final Map<Integer, Integer> replies = new ConcurrentHashMap<>();
  private final Set<String> accepted = ConcurrentHashMap.newKeySet();
  private final Set<String> mishaps = ConcurrentHashMap.newKeySet();
  private final AtomicLong longestNanos = new AtomicLong();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean ending;

  /** What one client says, over and over. */
  record Client(String name, String reversePath, String recipient, byte[] message) {}

  private SteadyClients() {}

  static SteadyClients begin(int port, List<Client> clients) {
    var begun = new SteadyClients();
    for (var client : List.copyOf(clients)) {
      begun.threads.add(Thread.ofVirtual().start(() -> begun.run(port, client)));
    }
    return begun;
  }

  private void run(int port, Client client) {
    while (!ending) {
      try (var session = SmtpSession.connect(port)) {
        session.command("EHLO " + client.name());
        boolean goesOn = true;
        while (goesOn && !ending) {
          goesOn = note(bring(session, client));
        }
      } catch (IOException e) {
        mishaps.add(e.toString());
      }
    }
  }

  private static SmtpReply bring(SmtpSession session, Client client) throws IOException {
    return session.transaction(client.reversePath(), client.recipient(), client.message());
  }

  /** Whether the session goes on. */
  private boolean note(SmtpReply reply) {
    replies.merge(reply.code(), 1, Integer::sum);
    longestNanos.accumulateAndGet(reply.took().toNanos(), Math::max);
    var stored = STORED_AS.matcher(reply.line());
    if (reply.code() == 250 && stored.find()) {
      accepted.add(stored.group());
    } else if (reply.code() != TEMPORARY) {
      mishaps.add(reply.line());
    }
    return reply.code() == 250;
  }

  /** How often a reply code ended a transaction. */
  int count(int code) {
    return replies.getOrDefault(code, 0);
  }

  /** How often each reply code ended a transaction. */
  Map<Integer, Integer> replies() {
    return Map.copyOf(replies);
  }

  /** The transactions that read 250. */
  Set<String> accepted() {
    return Set.copyOf(accepted);
  }

  /** Each different thing that was neither 250 nor 451. */
  Set<String> mishaps() {
    return Set.copyOf(mishaps);
  }

  /** From the end of a content to its reply, at most. */
  Duration longestWait() {
    return Duration.ofNanos(longestNanos.get());
  }

  @Override
  public void close() {
    ending = true;
    for (var thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
