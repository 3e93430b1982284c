package org.postseal.endtoend.faults;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.postseal.endtoend.smtp.Letter;
import org.postseal.endtoend.smtp.SmtpReply;
import org.postseal.endtoend.smtp.SmtpSession;

/** Clients that bring and submit mail without a pause, and note every final reply. */
final class Traffic implements AutoCloseable {
  private static final Pattern STORED_AS = Pattern.compile("[0-9A-HJKMNP-TV-Z]{26}");

  private final Map<Integer, AtomicInteger> replies = new ConcurrentHashMap<>();
  private final Set<String> accepted = ConcurrentHashMap.newKeySet();
  private final List<String> mishaps = new ArrayList<>();
  private final List<Thread> clients = new ArrayList<>();
  private volatile boolean ending;

  /** Another server that brings a message, over and over. */
  void bring(int port, String reversePath, String recipient, Supplier<byte[]> message) {
    run(
        () -> {
          try (var session = SmtpSession.connect(port)) {
            session.command("EHLO mx.sender.example");
            return session.transaction(reversePath, recipient, message.get());
          }
        });
  }

  /** A user that submits. */
  void submit(int port, String account, String password, String from, String recipient) {
    run(
        () -> {
          try (var session = SmtpSession.connectTls(port)) {
            session.command("EHLO laptop");
            session.authPlain(account, password);
            return session.transaction(
                from, recipient, new Letter(from, recipient, "fault", "text").octets());
          }
        });
  }

  private interface Client {
    SmtpReply once() throws IOException;
  }

  private void run(Client client) {
    clients.add(
        Thread.ofVirtual()
            .start(
                () -> {
                  while (!ending) {
                    note(client);
                  }
                }));
  }

  private void note(Client client) {
    try {
      var reply = client.once();
      replies.computeIfAbsent(reply.code(), _ -> new AtomicInteger()).incrementAndGet();
      var stored = STORED_AS.matcher(reply.line());
      if (reply.code() == 250 && stored.find()) {
        accepted.add(stored.group());
      } else if (reply.code() != 451) {
        mishap(reply.line());
      }
    } catch (IOException e) {
      mishap(e.toString());
    }
  }

  private void mishap(String what) {
    synchronized (mishaps) {
      mishaps.add(what);
    }
  }

  /** How often a reply code ended a transaction. */
  int count(int code) {
    var times = replies.get(code);
    return times == null ? 0 : times.get();
  }

  /** The transactions that heard 250. */
  Set<String> accepted() {
    return Set.copyOf(accepted);
  }

  /** Everything that was neither 250 nor 451. */
  List<String> mishaps() {
    synchronized (mishaps) {
      return List.copyOf(mishaps);
    }
  }

  /** Lets every client finish what it is at. */
  @Override
  public void close() {
    ending = true;
    for (var client : clients) {
      try {
        client.join();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
