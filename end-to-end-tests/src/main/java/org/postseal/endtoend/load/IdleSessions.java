package org.postseal.endtoend.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.postseal.endtoend.gateway.Application;
import org.postseal.endtoend.gateway.Gateway;
import org.postseal.endtoend.gateway.GatewayPlan;
import org.postseal.endtoend.smtp.SmtpSession;

/**
 * The idle part of {@code ./postseal bench}: what sessions cost that say EHLO and then nothing. The
 * ingress runs in a process of its own, with a broker and no other service; what is printed is the
 * growth of its live heap (after a full collection) and of its resident memory.
 *
 * <p>Arguments: sessions in clear, sessions with TLS; defaults 15000 5000. Each needs one open file
 * here and one there.
 */
public final class IdleSessions {
  private static final Duration START_LIMIT = Duration.ofSeconds(90);
  private static final int SESSIONS_AN_ADDRESS = 5_000;

  private IdleSessions() {}

  /** Octets. */
  private record Memory(long heap, long resident) {}

  public static void main(String[] arguments) throws Exception {
    int clear = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 15_000;
    int encrypted = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5_000;
    var plan =
        GatewayPlan.of(Application.repository().resolve("target/idle"), "mx.receiver.example")
            .with("postseal.verifier.enabled", "false")
            .with("postseal.signer.enabled", "false")
            .with("postseal.relay.enabled", "false")
            .withJava(System.getProperty("load.java", "-Xmx1g -XX:+UseSerialGC").split(" "));
    try (var gateway = Gateway.start(plan).awaitReady(START_LIMIT)) {
      measure(gateway, "warm-up", Math.min(clear, 500), false);
      measure(gateway, "in clear", clear, false);
      measure(gateway, "warm-up with TLS", Math.min(encrypted, 500), true);
      measure(gateway, "with TLS", encrypted, true);
    }
  }

  private static void measure(Gateway gateway, String what, int sessions, boolean tls)
      throws Exception {
    var before = memory(gateway.process().pid());
    var open = new ArrayDeque<SmtpSession>();
    try {
      long began = System.nanoTime();
      for (int i = 0; i < sessions; i++) {
        open.add(session(gateway.ports().mx(), i, tls));
      }
      long took = System.nanoTime() - began;
      var after = memory(gateway.process().pid());
      greet(open.getFirst());
      greet(open.getLast());
      System.out.printf(
          Locale.ROOT,
          "%s: %d sessions in %.1f s, heap %.1f KiB a session (%d MiB in all), resident %.1f KiB a"
              + " session (%d MiB in all)%n",
          what,
          sessions,
          took / 1e9,
          (after.heap() - before.heap()) / 1024.0 / sessions,
          after.heap() >> 20,
          (after.resident() - before.resident()) / 1024.0 / sessions,
          after.resident() >> 20);
    } finally {
      closeAll(open);
    }
  }

  private static void closeAll(Deque<SmtpSession> open) throws IOException {
    for (var session : open) {
      session.close();
    }
  }

  private static SmtpSession session(int port, int number, boolean tls) throws IOException {
    var from = "127.0.0." + (2 + number / SESSIONS_AN_ADDRESS);
    var session = SmtpSession.connect(port, from);
    greet(session);
    if (tls) {
      session.startTls();
      greet(session);
    }
    return session;
  }

  private static void greet(SmtpSession session) throws IOException {
    if (session.command("EHLO client.example").code() != 250) {
      throw new IOException(session.transcript().toString());
    }
  }

  private static Memory memory(long pid) throws Exception {
    var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    var process =
        new ProcessBuilder(List.of(jcmd, Long.toString(pid), "GC.class_histogram"))
            .redirectErrorStream(true)
            .start();
    var lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines();
    long heap =
        lines
            .filter(line -> line.startsWith("Total"))
            .map(line -> line.strip().split(" +"))
            .mapToLong(words -> Long.parseLong(words[2]))
            .findFirst()
            .orElseThrow();
    long resident =
        Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
            .filter(line -> line.startsWith("VmRSS:"))
            .map(line -> line.split("\\s+"))
            .mapToLong(words -> Long.parseLong(words[1]) << 10)
            .findFirst()
            .orElseThrow();
    return new Memory(heap, resident);
  }
}
