package org.postseal.endtoend.load;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.postseal.endtoend.gateway.Application;
import org.postseal.endtoend.gateway.Directories;
import org.postseal.endtoend.gateway.GatewayPlan;

/**
 * The load part of {@code ./postseal bench}: runs a standalone gateway under load and prints rates.
 *
 * <p>Arguments: messages, sessions, octets or {@code mixed} (several are separated by commas and
 * measured one after the other), runs; defaults 3000 50 mixed 3. The first run warms up. System
 * properties: {@code load.settings} names more settings of the gateway, {@code key=value} separated
 * by commas; {@code load.java} its JVM options, separated by spaces; {@code load.to=smtp} delivers
 * to Postfix's {@code smtp-sink} instead of a Maildir; {@code load.beside} is the source tree of
 * another version, built, that is measured in turn with this one.
 */
public final class Load {
  private static final String THIS = "this";
  private static final String OTHER = "beside";

  private Load() {}

  public static void main(String[] arguments) throws InterruptedException {
    var plans =
        List.of((arguments.length > 2 ? arguments[2] : Profile.MIXED.name()).split(",")).stream()
            .map(Profile::parse)
            .map(
                profile ->
                    new LoadPlan(number(arguments, 0, 3_000), number(arguments, 1, 50), profile))
            .toList();
    int runs = number(arguments, 3, 3);
    var sink = Optional.<SmtpSink>empty();
    if (System.getProperty("load.to", "").equals("smtp")) {
      sink = SmtpSink.start();
      if (sink.isEmpty()) {
        System.err.println("load: smtp-sink is not installed (Debian: apt-get install postfix)");
        System.exit(2);
      }
    }
    var gateways = new LinkedHashMap<String, LoadedGateway>();
    try {
      gateways.put(THIS, LoadedGateway.start(gatewayPlan("load", sink)));
      var beside = System.getProperty("load.beside", "");
      if (!beside.isEmpty()) {
        gateways.put(
            OTHER, LoadedGateway.start(gatewayPlan("load-beside", sink).builtIn(Path.of(beside))));
      }
      for (var plan : plans) {
        measure(gateways, plan, runs);
      }
    } finally {
      gateways.values().forEach(LoadedGateway::close);
      sink.ifPresent(SmtpSink::close);
    }
  }

  private static void measure(Map<String, LoadedGateway> gateways, LoadPlan plan, int runs)
      throws InterruptedException {
    var figures = new LinkedHashMap<String, List<LoadFigures>>();
    var order = new ArrayList<>(gateways.keySet());
    for (int run = 1; run <= runs; run++) {
      for (var name : order) {
        var seen = gateways.get(name).bring(plan);
        System.out.printf(
            Locale.ROOT,
            "run %d%s, %d messages, %d sessions, %s: %s%n",
            run,
            gateways.size() > 1 ? " of " + name : "",
            plan.messages(),
            plan.sessions(),
            plan.profile().name(),
            seen);
        if (run > 1) {
          figures.computeIfAbsent(name, _ -> new ArrayList<>()).add(seen.load());
        }
      }
      order = new ArrayList<>(order.reversed());
    }
    if (figures.containsKey(OTHER)) {
      System.out.println(
          "this / beside, medians without the first run: "
              + Ratios.of(figures.get(THIS), figures.get(OTHER)));
    }
  }

  private static GatewayPlan gatewayPlan(String name, Optional<SmtpSink> sink) {
    // what an earlier run left there would be counted as this one's
    var directory = Directories.empty(Application.repository().resolve("target").resolve(name));
    var plan =
        GatewayPlan.of(directory, "mx.receiver.example")
            .withJava(System.getProperty("load.java", "-Xmx1g -XX:+UseParallelGC").split(" "));
    if (sink.isPresent()) {
      plan = plan.with(LoadedGateway.ROUTE, "smtp:127.0.0.1:" + sink.get().port());
    }
    for (var setting : List.of(System.getProperty("load.settings", "").split(","))) {
      int equals = setting.indexOf('=');
      if (equals > 0) {
        plan = plan.with(setting.substring(0, equals), setting.substring(equals + 1));
      }
    }
    return plan;
  }

  private static int number(String[] arguments, int index, int otherwise) {
    return arguments.length > index ? Integer.parseInt(arguments[index]) : otherwise;
  }
}
