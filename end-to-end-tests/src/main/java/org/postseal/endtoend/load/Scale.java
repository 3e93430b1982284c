package org.postseal.endtoend.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import org.postseal.endtoend.gateway.Waiting;

/**
 * The scale part of {@code ./postseal bench}: verified messages a second with 1, 2 and 4 verifier
 * replicas, each a process that answers 16 questions at a time and keeps no DNS answer, with a DNS
 * that takes 50 ms; then one of the four is killed under that load.
 *
 * <p>Arguments: seconds of each measurement (15), sessions for each replica (32), which must be
 * more than 16 so that no replica has to wait for questions. The gateway is one process with
 * broker, ingress and relay; what it accepts is discarded. Clients, DNS and gateway share the
 * machine.
 */
public final class Scale {
  private static final int CONCURRENCY = 16;
  private static final Duration DNS_LATENCY = Duration.ofMillis(50);
  private static final List<Integer> REPLICAS = List.of(1, 2, 4);
  private static final Duration WARM_UP = Duration.ofSeconds(8);
  private static final Duration BEFORE_THE_END = Duration.ofSeconds(3);
  private static final Duration ARRIVAL_LIMIT = Duration.ofMinutes(2);

  private Scale() {}

  /** What was measured with so many replicas. */
  private record Figures(
      int replicas, int sessions, double accepted, double questions, double cores) {
    String line(double single) {
      return "%8d %8d %10.1f/s %9.2f %21.1f %14.2f"
          .formatted(
              replicas, sessions, accepted, accepted / (single * replicas), questions, cores);
    }
  }

  public static void main(String[] arguments) throws InterruptedException {
    var seconds = Duration.ofSeconds(number(arguments, 0, 15));
    int sessions = number(arguments, 1, 32);
    try (var gateway = ScaledGateway.start(CONCURRENCY, DNS_LATENCY)) {
      var figures = new ArrayList<Figures>();
      System.out.println(
          "replicas sessions     accepted of linear DNS questions/message cores in use");
      for (int replicas : REPLICAS) {
        gateway.scale(replicas);
        figures.add(measured(gateway, replicas, sessions * replicas, seconds));
        System.out.println(figures.getLast().line(figures.getFirst().accepted()));
      }
      killOne(gateway, sessions * REPLICAS.getLast(), seconds);
    }
  }

  private static Figures measured(
      ScaledGateway gateway, int replicas, int sessions, Duration period)
      throws InterruptedException {
    try (var clients = gateway.bring(sessions)) {
      Thread.sleep(WARM_UP);
      int before = clients.count(250);
      long questions = gateway.dnsQuestions();
      var processor = gateway.processorTime();
      long began = System.nanoTime();
      Thread.sleep(period);
      double elapsed = (System.nanoTime() - began) / 1e9;
      int accepted = clients.count(250) - before;
      var figures =
          new Figures(
              replicas,
              sessions,
              accepted / elapsed,
              (double) (gateway.dnsQuestions() - questions) / accepted,
              gateway.processorTime().minus(processor).toNanos() / 1e9 / elapsed);
      if (!clients.mishaps().isEmpty()) {
        throw new IllegalStateException("neither 250 nor 451: " + clients.mishaps());
      }
      return figures;
    }
  }

  private static void killOne(ScaledGateway gateway, int sessions, Duration period)
      throws InterruptedException {
    var clients = gateway.bring(sessions);
    Thread.sleep(BEFORE_THE_END);
    int before = clients.count(250);
    gateway.killOne();
    Thread.sleep(period);
    clients.close();
    System.out.printf(
        Locale.ROOT,
        "one replica killed after %d messages; replies by code, all: %s, others: %s, longest wait %.1f"
            + " s%n",
        before,
        new TreeMap<>(clients.replies()),
        clients.mishaps(),
        clients.longestWait().toMillis() / 1e3);
    Waiting.until(
        "the delivery of all " + clients.accepted().size(),
        ARRIVAL_LIMIT,
        () ->
            gateway.deliveries().keySet().containsAll(clients.accepted())
                ? Optional.of(true)
                : Optional.empty());
    System.out.printf(
        Locale.ROOT, "all %d that read 250 have arrived%n", clients.accepted().size());
  }

  private static int number(String[] arguments, int index, int otherwise) {
    return arguments.length > index ? Integer.parseInt(arguments[index]) : otherwise;
  }
}
