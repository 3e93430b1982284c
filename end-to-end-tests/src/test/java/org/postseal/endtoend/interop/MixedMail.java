package org.postseal.endtoend.interop;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.postseal.endtoend.smtp.SmtpReply;

/** Clients that each bring one kind of mail, some times a second, until they are stopped. */
final class MixedMail implements AutoCloseable {
  private static final long PAUSE_MS = 100;

  private final Map<String, Integer> asExpected = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<String> mishaps = new ConcurrentLinkedQueue<>();
  private final List<Thread> clients = new ArrayList<>();

  /** Brings one message and says how it was answered. */
  interface Client {
    SmtpReply bring() throws IOException;
  }

  /** Brings mail of a kind, all of which is to be answered with one code. */
  MixedMail with(String kind, int code, Client client) {
    asExpected.put(kind, 0);
    clients.add(Thread.ofVirtual().start(() -> bring(kind, code, client)));
    return this;
  }

  private void bring(String kind, int code, Client client) {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        var reply = client.bring();
        if (reply.code() == code) {
          asExpected.merge(kind, 1, Integer::sum);
        } else {
          mishaps.add(kind + ": " + reply.line());
        }
        Thread.sleep(PAUSE_MS);
      } catch (IOException e) {
        mishaps.add(kind + ": " + e);
      } catch (InterruptedException _) {
        return;
      }
    }
  }

  /** Whether so many of each kind were answered as they should be. */
  boolean hasBrought(int each) {
    return asExpected.values().stream().allMatch(count -> count >= each);
  }

  /** How many were, and what was answered otherwise. */
  @Override
  public String toString() {
    return asExpected + " " + mishaps.stream().distinct().limit(10).toList();
  }

  @Override
  public void close() {
    clients.forEach(Thread::interrupt);
    for (var client : clients) {
      try {
        client.join();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
