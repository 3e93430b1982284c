package org.postseal.endtoend.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postseal.dns.server.Fault;
import org.postseal.dns.server.ZoneServer;
import org.postseal.endtoend.gateway.Gateway;
import org.postseal.endtoend.gateway.GatewayPlan;
import org.postseal.endtoend.gateway.Waiting;
import org.postseal.endtoend.load.Latencies;
import org.postseal.endtoend.smtp.Letter;
import org.postseal.endtoend.smtp.SmtpSession;

/**
 * Sixteen hostile clients at once: signatures of very many tags, mail whose DNS is silent, and
 * content that fills the memory and then trickles. Honest mail goes on beside them.
 *
 * <p>Windows without them and with them take turns, after both have been warmed up, so that
 * compiler, caches and whatever else the machine does weigh on both sides alike.
 */
class HostileClientsTest {
  private static final String HERE = "receiver.example";
  private static final String HONEST = "honest.example";
  private static final Duration START_LIMIT = Duration.ofSeconds(90);
  private static final int ROUNDS = 3;
  private static final int LETTERS = 150;
  private static final int WARM_UP_LETTERS = 200;
  private static final Duration LONGEST_WARM_UP = Duration.ofSeconds(10);
  private static final Duration LONGEST_WINDOW = Duration.ofSeconds(7);

  /** So much of the median of the window before is no longer getting faster. */
  private static final double STEADY = 0.9;

  /**
   * Generator, hostile clients and gateway share the processors of one machine, so the honest wait
   * for those as well: bounds, and the figures are printed.
   */
  private static final int TIMES = 6;

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
            .faultUnder(HostileClients.SILENT, new Fault.Silence());
    var resolver = "127.0.0.1:" + zone.address().getPort();
    gateway =
        Gateway.start(
                GatewayPlan.of(directory.resolve("gateway"), "mx." + HERE)
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
  void honestMailGoesOnBesideThem() {
    warmUp();
    var alone = new long[ROUNDS][];
    var beside = new long[ROUNDS][];
    for (int round = 0; round < ROUNDS; round++) {
      alone[round] = waits(LETTERS);
      try (var hostile = HostileClients.begin(gateway.ports().mx(), "bob@" + HERE)) {
        beside[round] = waits(LETTERS);
        assertThat(hostile.areAtIt()).as("all are still at it").isTrue();
      }
    }
    var without = Latencies.ofNanos(joined(alone));
    var with = Latencies.ofNanos(joined(beside));
    System.out.printf(
        "honest mail: %s alone, %s beside sixteen hostile clients; factor of p99 %.2f; load %.1f%n",
        without, with, factor(without, with), load());
    for (int round = 0; round < ROUNDS; round++) {
      System.out.printf(
          "  round %d: %s alone, %s beside them%n",
          round + 1, Latencies.ofNanos(alone[round]), Latencies.ofNanos(beside[round]));
    }
    assertThat(factor(without, with)).isLessThan(TIMES);
    assertThat(with.percentile(99)).isLessThan(MUST_NOT_TAKE_LONGER);
  }

  /** Until honest mail gets no faster any more; and once beside the hostile. */
  private static void warmUp() {
    long end = System.nanoTime() + LONGEST_WARM_UP.toNanos();
    double before = Double.MAX_VALUE;
    double now = median(waits(WARM_UP_LETTERS));
    while (now < STEADY * before && System.nanoTime() < end) {
      before = now;
      now = median(waits(WARM_UP_LETTERS));
    }
    try (var _ = HostileClients.begin(gateway.ports().mx(), "bob@" + HERE)) {
      waits(LETTERS / 2);
    }
  }

  private static double median(long[] waits) {
    return Latencies.ofNanos(waits).percentile(50).toNanos();
  }

  private static double factor(Latencies without, Latencies with) {
    return (double) with.percentile(99).toNanos() / without.percentile(99).toNanos();
  }

  private static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }

  private static long[] joined(long[]... windows) {
    return Arrays.stream(windows).flatMapToLong(Arrays::stream).toArray();
  }

  /**
   * How long each of the letters took, from connecting to the reply, which is always 250; of fewer
   * on a machine that is slow.
   */
  private static long[] waits(int letters) {
    long end = System.nanoTime() + LONGEST_WINDOW.toNanos();
    return LongStream.range(0, letters)
        .takeWhile(_ -> System.nanoTime() < end)
        .map(
            _ -> {
              long began = System.nanoTime();
              assertThat(reply(honest())).startsWith("250 ");
              return System.nanoTime() - began;
            })
        .toArray();
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
}
