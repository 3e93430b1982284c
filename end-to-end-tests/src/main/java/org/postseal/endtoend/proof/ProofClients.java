package org.postseal.endtoend.proof;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.postseal.endtoend.accounting.Kind;
import org.postseal.endtoend.accounting.Sent;
import org.postseal.endtoend.accounting.Told;
import org.postseal.endtoend.proof.ProofCluster.Ingress;
import org.postseal.endtoend.proof.ProofLetters.ProofLetter;
import org.postseal.endtoend.smtp.SmtpReply;
import org.postseal.endtoend.smtp.SmtpSession;

/**
 * Clients that bring and submit mail, and write down what they are told before they go on. Each
 * message is sent once, whatever the reply.
 */
final class ProofClients implements AutoCloseable {
  private static final Pattern STORED_AS = Pattern.compile("[0-9A-HJKMNP-TV-Z]{26}");

  private final ProofPlan plan;
  private final ProofLetters letters;
  private final List<Ingress> ingresses;
  private final Path books;
  private final List<Sent> sent = Collections.synchronizedList(new ArrayList<>());
  private final List<Thread> clients = new ArrayList<>();
  private volatile boolean ending;

  private ProofClients(ProofPlan plan, ProofLetters letters, List<Ingress> ingresses, Path books) {
    this.plan = plan;
    this.letters = letters;
    this.ingresses = ingresses;
    this.books = books;
  }

  /** They begin. */
  static ProofClients begin(
      ProofPlan plan, ProofLetters letters, List<Ingress> ingresses, Path books) {
    var all = new ProofClients(plan, letters, ingresses, books);
    for (int number = 1; number <= plan.clients(); number++) {
      int own = number;
      all.clients.add(Thread.ofPlatform().name("client-" + own).start(() -> all.send(own)));
    }
    return all;
  }

  /** What they have written down so far. */
  List<Sent> sent() {
    return List.copyOf(sent);
  }

  private void send(int number) {
    var random = new Random(plan.seed() * 1_000 + number);
    var pause = Duration.ofMillis(1_000L * plan.clients() / plan.rate());
    var book = books.resolve("client-%03d.txt".formatted(number));
    try (var writer = Files.newBufferedWriter(book, StandardCharsets.UTF_8)) {
      for (int count = 1; !ending; count++) {
        long began = System.nanoTime();
        var letter = letters.next("c%03d-%06d".formatted(number, count), random);
        send(letter, ingresses.get(random.nextInt(ingresses.size())), writer);
        long rest = pause.toNanos() - (System.nanoTime() - began);
        if (rest > 0) {
          Thread.sleep(Duration.ofNanos(rest));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + book, e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void send(ProofLetter letter, Ingress ingress, BufferedWriter book) throws IOException {
    var began = Instant.now();
    var told = told(letter, ingress);
    var entry =
        new Sent(
            letter.id(),
            letter.kind(),
            BodyDigest.of(letter.octets()),
            ingress.name(),
            told,
            began,
            Instant.now());
    book.write(entry.line() + "\n");
    book.flush();
    sent.add(entry);
  }

  private static Told told(ProofLetter letter, Ingress ingress) {
    boolean submits = letter.kind() == Kind.SUBMITTED || letter.kind() == Kind.UNDELIVERABLE;
    try (var session =
        submits
            ? SmtpSession.connectTls(ingress.ports().submissions())
            : SmtpSession.connect(ingress.ports().mx())) {
      var before = before(letter, submits, session);
      return before.code() / 100 == 2 ? content(letter, session) : early(before);
    } catch (IOException e) {
      return new Told.Unsaid(e.toString());
    }
  }

  /** The last reply before the content, or the first that is not positive. */
  private static SmtpReply before(ProofLetter letter, boolean submits, SmtpSession session)
      throws IOException {
    var reply = session.greeting();
    if (reply.code() == 220) {
      reply = session.command("EHLO mx.example");
    }
    if (submits && reply.code() == 250) {
      reply = session.authPlain(ProofCluster.ACCOUNT, ProofCluster.PASSWORD);
    }
    if (reply.code() / 100 == 2) {
      reply = session.command("MAIL FROM:<" + letter.reversePath() + ">");
    }
    if (reply.code() == 250) {
      reply = session.command("RCPT TO:<" + letter.recipient() + ">");
    }
    return reply;
  }

  private static Told early(SmtpReply reply) {
    return reply.code() / 100 == 5 ? new Told.Refused(reply.line()) : new Told.Unsaid(reply.line());
  }

  private static Told content(ProofLetter letter, SmtpSession session) {
    try {
      var reply = session.data(letter.octets());
      return switch (reply.code() / 100) {
        case 2 -> accepted(reply);
        case 4 -> new Told.Deferred(reply.line());
        case 5 -> new Told.Refused(reply.line());
        default -> new Told.Unknown(reply.line());
      };
    } catch (IOException e) {
      return new Told.Unknown(e.toString());
    }
  }

  private static Told accepted(SmtpReply reply) {
    var id = STORED_AS.matcher(reply.line());
    return new Told.Accepted(id.find() ? id.group() : "(no id: " + reply.line() + ")");
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
