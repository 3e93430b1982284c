package org.postseal.endtoend.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postseal.dns.server.Fault;
import org.postseal.dns.server.ZoneServer;
import org.postseal.endtoend.gateway.Gateway;
import org.postseal.endtoend.gateway.GatewayPlan;
import org.postseal.endtoend.gateway.Waiting;
import org.postseal.endtoend.smtp.Letter;
import org.postseal.endtoend.smtp.SmtpSession;

/**
 * Sixteen hostile clients at once: signatures of very many tags, mail whose DNS is silent, and
 * content that fills the memory and then trickles. Honest mail goes on beside them.
 */
class HostileClientsTest {
  private static final String HERE = "receiver.example";
  private static final String HONEST = "honest.example";
  private static final String SILENT = "silent.example";
  private static final Duration START_LIMIT = Duration.ofSeconds(90);
  private static final int LETTERS = 100;

  /**
   * Generator, hostile clients and gateway share the processors of one machine, so the honest wait
   * for those as well: a bound, and no measurement.
   */
  private static final Duration MUST_NOT_TAKE_LONGER = Duration.ofSeconds(3);

  @TempDir static Path directory;
  private static ZoneServer zone;
  private static Gateway gateway;

  @BeforeAll
  static void start() {
    zone =
        ZoneServer.start()
            .txt(HONEST, "v=spf1 ip4:127.0.0.1 -all")
            .address(HONEST, "127.0.0.1")
            .txt("_dmarc." + HONEST, "v=DMARC1; p=reject")
            .faultUnder(SILENT, new Fault.Silence());
    var resolver = "127.0.0.1:" + zone.address().getPort();
    gateway =
        Gateway.start(
                GatewayPlan.of(directory.resolve("gateway"), "mx." + HERE)
                    .withJava("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx512m")
                    .with("postseal.verifier.dns.servers", resolver)
                    .with("postseal.registry.lookup.dns-servers", resolver)
                    .with("postseal.relay.dns.servers", resolver)
                    .with("postseal.relay.routes.\"" + HERE + "\"", "discard:"))
            .awaitReady(START_LIMIT);
    gateway.registry().putDomain(HERE, "{\"local\":true}");
    Waiting.until(
        "mail for " + HERE + " taken",
        START_LIMIT,
        () -> reply(honest()).startsWith("250") ? Optional.of(true) : Optional.empty());
  }

  @AfterAll
  static void stop() {
    if (gateway != null) {
      gateway.close();
    }
    if (zone != null) {
      zone.close();
    }
  }

  @Test
  void honestMailGoesOnBesideThem() throws InterruptedException {
    waits(); // the first ones wait for the compiler
    var alone = waits();
    var hostile = new ArrayList<Hostile>();
    for (int i = 0; i < 6; i++) {
      hostile.add(Hostile.begin(HostileClientsTest::sendManyTags));
      hostile.add(Hostile.begin(HostileClientsTest::sendFromSilence));
    }
    for (int i = 0; i < 4; i++) {
      hostile.add(Hostile.begin(HostileClientsTest::holdMemory));
    }
    try {
      Thread.sleep(5_000); // they are at it, and what they hold is held
      var beside = waits();
      System.out.printf("p99 of honest mail: %s alone, %s beside them%n", p99(alone), p99(beside));
      assertThat(p99(beside)).isLessThan(MUST_NOT_TAKE_LONGER);
      assertThat(hostile).as("all are still at it").allMatch(Hostile::isAtIt);
    } finally {
      hostile.forEach(Hostile::end);
    }
  }

  /** How long each of the letters took, from connecting to the reply, which is always 250. */
  private static List<Duration> waits() {
    return IntStream.range(0, LETTERS)
        .mapToObj(
            _ -> {
              long began = System.nanoTime();
              assertThat(reply(honest())).startsWith("250 ");
              return Duration.ofNanos(System.nanoTime() - began);
            })
        .toList();
  }

  private static Duration p99(List<Duration> waits) {
    return waits.stream().sorted().toList().get(waits.size() * 99 / 100);
  }

  private static byte[] honest() {
    return new Letter("alice@" + HONEST, "bob@" + HERE, "hello", "hello").octets();
  }

  private static String reply(byte[] content) {
    try (var session = SmtpSession.connect(gateway.ports().mx())) {
      session.command("EHLO mx." + HONEST);
      return session.transaction("alice@" + HONEST, "bob@" + HERE, content).line();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // ---- the hostile

  /** 34,000 tags in one signature. */
  private static void sendManyTags(Hostile self) throws IOException {
    var tags = new StringBuilder("DKIM-Signature: v=1; a=rsa-sha256; d=attacker.example; s=s;\r\n");
    for (int i = 0; i < 34_000; i++) {
      tags.append(i % 10 == 0 ? "\r\n\t" : "").append('t').append(i).append("=;");
    }
    send(self, "attacker.example", tags + "\r\n");
  }

  /** Every name of the author and of the selectors is answered by nobody. */
  private static void sendFromSilence(Hostile self) throws IOException {
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
    send(self, "a" + self.next() + "." + SILENT, fields.toString());
  }

  private static void send(Hostile self, String domain, String fields) throws IOException {
    try (var session = SmtpSession.connect(gateway.ports().mx())) {
      self.uses(session);
      session.command("EHLO mx." + domain);
      var content = fields + "From: x@" + domain + "\r\nSubject: x\r\n\r\nx\r\n";
      session.transaction(
          "x@" + domain, "bob@" + HERE, content.getBytes(StandardCharsets.US_ASCII));
    }
  }

  /** Five sessions with 10 MiB each, and then an octet every three seconds. */
  private static void holdMemory(Hostile self) throws IOException, InterruptedException {
    var sessions = new ArrayList<SmtpSession>();
    try {
      var line = ("x".repeat(78) + "\r\n").repeat(12_800).getBytes(StandardCharsets.US_ASCII);
      for (int i = 0; i < 5; i++) {
        var session = SmtpSession.connect(gateway.ports().mx());
        sessions.add(session);
        session.command("EHLO mx.attacker.example");
        session.command("MAIL FROM:<x@attacker.example>");
        session.command("RCPT TO:<bob@" + HERE + ">");
        if (session.command("DATA").code() == 354) {
          for (int mebibyte = 0; mebibyte < 10; mebibyte++) {
            session.raw(line);
          }
        }
      }
      while (self.isAtIt()) {
        Thread.sleep(3_000);
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

  /** Does the same again and again, until it is told to end. */
  private static final class Hostile {
    private interface Habit {
      void with(Hostile self) throws IOException, InterruptedException;
    }

    private final Thread thread;
    private volatile boolean ending;
    private volatile Optional<SmtpSession> session = Optional.empty();
    private int number;

    private Hostile(Habit habit) {
      thread = Thread.ofVirtual().unstarted(() -> repeat(habit));
    }

    static Hostile begin(Habit habit) {
      var hostile = new Hostile(habit);
      hostile.thread.start();
      return hostile;
    }

    private void repeat(Habit habit) {
      while (!ending) {
        try {
          habit.with(this);
        } catch (IOException _) {
          // thrown out: it comes again
        } catch (InterruptedException _) {
          return;
        }
      }
    }

    void uses(SmtpSession opened) {
      session = Optional.of(opened);
    }

    int next() {
      return number++;
    }

    boolean isAtIt() {
      return thread.isAlive() && !ending;
    }

    void end() {
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
