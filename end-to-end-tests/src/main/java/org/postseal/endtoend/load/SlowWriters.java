package org.postseal.endtoend.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.postseal.endtoend.gateway.Application;
import org.postseal.endtoend.gateway.GatewayPlan;
import org.postseal.endtoend.smtp.SmtpSession;

/**
 * The slow part of {@code ./postseal bench}: what a thousand clients that send one octet a second
 * cost others. The same load is measured without them and with them, in turn.
 *
 * <p>Arguments: slow writers, messages of the load, its sessions, rounds; defaults 1000 5000 20 3.
 * The load is in messages of 4 KiB; one more round comes before and warms up.
 */
public final class SlowWriters {
  private static final int OCTETS = 4096;
  private static final String BEGIN = "Subject: slow\r\n\r\n";

  private SlowWriters() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    int writers = number(arguments, 0, 1_000);
    var load =
        new LoadPlan(number(arguments, 1, 5_000), number(arguments, 2, 20), Profile.of(OCTETS));
    int rounds = number(arguments, 3, 3);
    var plan =
        GatewayPlan.of(Application.repository().resolve("target/slow"), "mx.receiver.example")
            .withJava(System.getProperty("load.java", "-Xmx1g -XX:+UseParallelGC").split(" "));
    try (var gateway = LoadedGateway.start(plan)) {
      gateway.bring(load);
      var without = new ArrayList<Double>();
      var with = new ArrayList<Double>();
      for (int round = 0; round < rounds; round++) {
        without.add(rate(gateway, load));
        try (var slow = Writers.begin(gateway.gateway().ports().mx(), writers)) {
          with.add(rate(gateway, load));
          slow.check();
        }
      }
      System.out.printf(
          Locale.ROOT,
          "accepted a second, without and with %d slow writers: %.0f and %.0f (medians of %d:"
              + " %+.1f %%)%n",
          writers,
          median(without),
          median(with),
          rounds,
          100 * (median(with) / median(without) - 1));
    }
  }

  private static double rate(LoadedGateway gateway, LoadPlan load) throws InterruptedException {
    var figures = gateway.bring(load);
    System.out.println(figures);
    return figures.load().acceptedRate();
  }

  private static double median(List<Double> rates) {
    var sorted = rates.stream().sorted().toList();
    return sorted.get(sorted.size() / 2);
  }

  private static int number(String[] arguments, int index, int otherwise) {
    return arguments.length > index ? Integer.parseInt(arguments[index]) : otherwise;
  }

  /** Sessions in the middle of their content, each of which sends an octet every second. */
  private static final class Writers implements AutoCloseable {
    private static final long PAUSE_MILLIS = 50;

    private final List<SmtpSession> sessions = new ArrayList<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger failures = new AtomicInteger();

    static Writers begin(int port, int count) throws IOException, InterruptedException {
      var writers = new Writers();
      while (writers.sessions.size() < count) {
        writers.sessions.add(writing(port));
      }
      var _ = writers.clock.scheduleAtFixedRate(writers::writeOctet, 1, 1, TimeUnit.SECONDS);
      return writers;
    }

    /** Content without a declared size reserves much: what is refused is tried again. */
    private static SmtpSession writing(int port) throws IOException, InterruptedException {
      var session = SmtpSession.connect(port);
      session.command("EHLO slow.example");
      while (true) {
        session.command("MAIL FROM:<slow@unsigned.example>");
        session.command("RCPT TO:<bob@receiver.example>");
        if (session.command("DATA").code() == 354) {
          session.raw(BEGIN.getBytes(StandardCharsets.US_ASCII));
          return session;
        }
        Thread.sleep(PAUSE_MILLIS);
      }
    }

    private void writeOctet() {
      for (var session : sessions) {
        try {
          session.raw(new byte[] {'x'});
        } catch (IOException _) {
          failures.incrementAndGet();
        }
      }
    }

    void check() {
      if (failures.get() > 0) {
        throw new IllegalStateException(failures.get() + " octets of slow writers were not taken");
      }
    }

    @Override
    public void close() throws IOException {
      clock.shutdownNow();
      for (var session : sessions) {
        session.close();
      }
    }
  }
}
