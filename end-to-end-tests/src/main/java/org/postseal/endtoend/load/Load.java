package org.postseal.endtoend.load;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.postseal.endtoend.gateway.Application;
import org.postseal.endtoend.gateway.Directories;
import org.postseal.endtoend.gateway.GatewayPlan;

/**
 * The load part of {@code ./postseal bench}: runs a standalone gateway under load and prints rates.
 *
 * <p>Arguments: messages, sessions, octets, runs; defaults 20000 50 30720 3. The first run warms
 * up. The system property {@code load.settings} names more settings of the gateway, {@code
 * key=value} separated by commas; {@code load.java} its JVM options, separated by spaces.
 */
public final class Load {
  private Load() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    var smtpSource = LoadedGateway.smtpSource();
    if (smtpSource.isEmpty()) {
      System.err.println("load: smtp-source is not installed (Debian: apt-get install postfix)");
      System.exit(2);
    }
    var plan =
        new LoadPlan(
            number(arguments, 0, 20_000), number(arguments, 1, 50), number(arguments, 2, 30_720));
    int runs = number(arguments, 3, 3);
    try (var gateway = LoadedGateway.start(gatewayPlan())) {
      for (int run = 1; run <= runs; run++) {
        var figures = gateway.bring(smtpSource.get(), plan);
        System.out.printf(
            Locale.ROOT,
            "run %d, %d sessions, %d octets: %s%n",
            run,
            plan.sessions(),
            plan.octets(),
            figures);
      }
    }
  }

  private static GatewayPlan gatewayPlan() {
    // what an earlier run left there would be counted as this one's
    var directory = Directories.empty(Application.repository().resolve("target/load"));
    var plan =
        GatewayPlan.of(directory, "mx.receiver.example")
            .withJava(System.getProperty("load.java", "-Xmx1g -XX:+UseParallelGC").split(" "));
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
