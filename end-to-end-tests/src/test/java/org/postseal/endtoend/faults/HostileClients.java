package org.postseal.endtoend.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.postseal.endtoend.gateway.Waiting;
import org.postseal.endtoend.smtp.SmtpSession;

/**
 * Sixteen clients that mean harm, each at it again and again until it is told to end: six send
 * signatures of very many tags, six send mail whose DNS is silent, and four hold content and let it
 * trickle, five sessions each.
 */
final class HostileClients implements AutoCloseable {
  static final String SILENT = "silent.example";

  private static final Duration TO_BEGIN = Duration.ofSeconds(30);
  private static final Duration TO_END = Duration.ofSeconds(20);
  private static final int MEBIBYTES = 10;
  private static final long TRICKLE_MS = 3_000;

  private final int port;
  private final String recipient;
  private final List<Client> clients = new ArrayList<>();

  private HostileClients(int port, String recipient) {
    this.port = port;
    this.recipient = recipient;
  }

  /** Begins, and returns when all of them are at it: what they hold is held. */
  static HostileClients begin(int port, String recipient) {
    var all = new HostileClients(port, recipient);
    for (int i = 0; i < 6; i++) {
      all.clients.add(new Client(all::sendManyTags));
      all.clients.add(new Client(all::sendFromSilence));
    }
    for (int i = 0; i < 4; i++) {
      all.clients.add(new Client(all::holdMemory));
    }
    all.clients.forEach(client -> client.thread.start());
    Waiting.until(
        "sixteen hostile clients at it",
        TO_BEGIN,
        () -> all.areAtIt() ? Optional.of(true) : Optional.empty());
    return all;
  }

  /** Whether each of them lives and has done at least once what it is there for. */
  boolean areAtIt() {
    return clients.stream()
        .allMatch(client -> client.thread.isAlive() && client.turns.get() > 0 && !client.ending);
  }

  /** Tells all of them to end, and returns when they have. */
  @Override
  public void close() {
    clients.forEach(Client::end);
    Waiting.until(
        "the hostile clients gone",
        TO_END,
        () ->
            clients.stream().noneMatch(client -> client.thread.isAlive())
                ? Optional.of(true)
                : Optional.empty());
  }

  /** 30,000 tags in one signature. */
  private void sendManyTags(Client self) throws IOException {
    var tags = new StringBuilder("DKIM-Signature: v=1; a=rsa-sha256; d=attacker.example; s=s;");
    for (int i = 0; i < 30_000; i++) {
      tags.append(i % 10 == 0 ? "\r\n\t" : "").append('t').append(i).append("=;");
    }
    send(self, "attacker.example", tags + "\r\n");
    self.turns.incrementAndGet();
  }

  /** Every name of the author and of the selectors is answered by nobody. */
  private void sendFromSilence(Client self) throws IOException {
    var fields = new StringBuilder();
    for (int i = 0; i < 4; i++) {
      fields
          .append("DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=s")
          .append(i)
          .append('.')
          .append(SILENT)
          .append("; s=s; h=from;\r\n")
          .append("\tbh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; b=AAAA\r\n");
    }
    send(self, "a" + self.turns.incrementAndGet() + "." + SILENT, fields.toString());
  }

  private void send(Client self, String domain, String fields) throws IOException {
    try (var session = self.uses(SmtpSession.connect(port))) {
      session.command("EHLO mx." + domain);
      var content = fields + "From: x@" + domain + "\r\nSubject: x\r\n\r\nx\r\n";
      session.transaction("x@" + domain, recipient, content.getBytes(StandardCharsets.US_ASCII));
    }
  }

  /** Five sessions with 10 MiB each, and then an octet every three seconds. */
  private void holdMemory(Client self) throws IOException, InterruptedException {
    var sessions = new ArrayList<SmtpSession>();
    try {
      var lines = ("x".repeat(78) + "\r\n").repeat(12_800).getBytes(StandardCharsets.US_ASCII);
      for (int i = 0; i < 5; i++) {
        var session = SmtpSession.connect(port);
        sessions.add(session);
        session.command("EHLO mx.attacker.example");
        session.command("MAIL FROM:<x@attacker.example>");
        session.command("RCPT TO:<" + recipient + ">");
        if (session.command("DATA").code() == 354) {
          for (int sent = 0; sent < MEBIBYTES; sent++) {
            session.raw(lines);
          }
        }
      }
      self.turns.incrementAndGet();
      while (!self.ending) {
        Thread.sleep(TRICKLE_MS);
        for (var session : sessions) {
          session.raw(new byte[] {'x'});
        }
      }
    } finally {
      for (var session : sessions) {
        session.close();
      }
    }
  }

  private interface Habit {
    void with(Client self) throws IOException, InterruptedException;
  }

  private static final class Client {
    private final Thread thread;
    private final AtomicInteger turns = new AtomicInteger();
    private volatile boolean ending;
    private volatile Optional<SmtpSession> session = Optional.empty();

    private Client(Habit habit) {
      thread = Thread.ofVirtual().unstarted(() -> repeat(habit));
    }

    private void repeat(Habit habit) {
      while (!ending) {
        try {
          habit.with(this);
        } catch (IOException | UncheckedIOException _) {
          // thrown out: it comes again
        } catch (InterruptedException _) {
          return;
        }
      }
    }

    private SmtpSession uses(SmtpSession opened) {
      session = Optional.of(opened);
      return opened;
    }

    private void end() {
      ending = true;
      thread.interrupt();
      session.ifPresent(
          open -> {
            try {
              open.close();
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
  }
}
