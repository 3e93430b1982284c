package org.postseal.endtoend.load;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.postseal.endtoend.gateway.Application;
import org.postseal.endtoend.gateway.Directories;
import org.postseal.endtoend.gateway.GatewayPlan;

/**
 * The peers part of {@code ./postseal bench}: this gateway and Postfix with opendkim and opendmarc,
 * in turn, over the same signed messages and the same DNS, each with an SMTP sink as its next hop.
 *
 * <p>Arguments: messages, sessions, octets or {@code mixed}, runs; defaults 2000 50 30720 3. The
 * first run warms up. System properties as for {@link Load}: {@code load.java}, {@code
 * load.durability} ({@code disk}, as Postfix syncs before its 250, or {@code page-cache}).
 */
public final class Peers {
  private static final int DNS_PORT = 53;

  private Peers() {}

  /** Somebody who takes the messages. */
  private interface Receiver {
    LoadFigures bring(LoadPlan plan) throws InterruptedException;
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    var missing = VerifyingPostfix.missing();
    if (missing.isPresent()) {
      System.err.println("peers: needs " + missing.get());
      System.exit(2);
    }
    var plan =
        new LoadPlan(
            number(arguments, 0, 2_000),
            number(arguments, 1, 50),
            Profile.parse(arguments.length > 2 ? arguments[2] : "30720"));
    int runs = number(arguments, 3, 3);
    try (var sink = SmtpSink.start().orElseThrow();
        var gateway = LoadedGateway.start(gatewayPlan(sink), DNS_PORT);
        var postfix =
            VerifyingPostfix.start(
                Directories.empty(Application.repository().resolve("target/peers/postfix")),
                LoadedGateway.RECEIVER,
                InetAddress.getLoopbackAddress())) {
      checkThatItVerifies(gateway, postfix);
      var systems = new LinkedHashMap<String, Receiver>();
      systems.put("Postseal", of -> gateway.bring(of).load());
      systems.put(
          "Postfix + opendkim + opendmarc",
          of -> postfix.bring(gateway.couriers(postfix.port(), of.profile()), of));
      measure(systems, plan, runs);
    }
  }

  /** What refuses nothing costs nothing. */
  private static void checkThatItVerifies(LoadedGateway gateway, VerifyingPostfix postfix)
      throws InterruptedException {
    for (int port : new int[] {gateway.gateway().ports().mx(), postfix.port()}) {
      try {
        gateway.forgers(port).bring(1, 1);
      } catch (IllegalStateException e) {
        if (String.valueOf(e.getCause().getMessage()).startsWith("550")) {
          continue;
        }
        throw e;
      }
      throw new IllegalStateException("a forged message was accepted at port " + port);
    }
  }

  private static void measure(Map<String, Receiver> systems, LoadPlan plan, int runs)
      throws InterruptedException {
    var figures = new LinkedHashMap<String, List<LoadFigures>>();
    var order = new ArrayList<>(systems.keySet());
    System.out.printf(
        "%d messages a run, %d sessions, %s%n",
        plan.messages(), plan.sessions(), plan.profile().name());
    for (int run = 1; run <= runs; run++) {
      for (var name : order) {
        var seen = systems.get(name).bring(plan);
        System.out.printf(Locale.ROOT, "run %d, %s: %s%n", run, name, seen);
        if (run > 1) {
          figures.computeIfAbsent(name, _ -> new ArrayList<>()).add(seen);
        }
      }
      order = new ArrayList<>(order.reversed());
    }
    if (runs > 1) {
      var names = List.copyOf(systems.keySet());
      System.out.println(
          "Postseal / peer, medians without the first run: "
              + Ratios.of(figures.get(names.getFirst()), figures.get(names.getLast())));
    }
  }

  private static GatewayPlan gatewayPlan(SmtpSink sink) {
    var directory = Directories.empty(Application.repository().resolve("target/peers/postseal"));
    return GatewayPlan.of(directory, "mx.receiver.example")
        .withJava(System.getProperty("load.java", "-Xmx1g -XX:+UseParallelGC").split(" "))
        .with("postseal.standalone.durability", System.getProperty("load.durability", "disk"))
        .with(LoadedGateway.ROUTE, "smtp:127.0.0.1:" + sink.port());
  }

  private static int number(String[] arguments, int index, int otherwise) {
    return arguments.length > index ? Integer.parseInt(arguments[index]) : otherwise;
  }
}
