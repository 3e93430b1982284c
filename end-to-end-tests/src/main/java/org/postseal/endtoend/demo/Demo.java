package org.postseal.endtoend.demo;

import java.io.IOException;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.postseal.endtoend.gateway.Application;
import org.postseal.endtoend.gateway.TwoDomains;

/**
 * {@code ./postseal demo}: starts two gateways, sends four messages, says what became of them. Exit
 * status 0 only if each of them came out as it should. Everything it writes is below {@code
 * target/demo}.
 */
public final class Demo {
  private static final Duration START_LIMIT = Duration.ofMinutes(3);

  private Demo() {}

  public static void main(String[] arguments) throws IOException {
    var screen = Screen.standard();
    var directory = Application.repository().resolve("target/demo");
    boolean asExpected;
    try (var domains = TwoDomains.start(directory, UnaryOperator.identity())) {
      asExpected = run(screen, domains);
    } catch (IllegalStateException e) {
      screen.outcome(false, e.getMessage());
      asExpected = false;
    }
    System.exit(asExpected ? 0 : 1);
  }

  private static boolean run(Screen screen, TwoDomains domains) throws IOException {
    long began = System.nanoTime();
    screen.title("Two gateways: real SMTP, real Kafka, real DNS packets, and nothing leaves here");
    domains.awaitReady(START_LIMIT);
    screen.say("ready after %.1f s".formatted((System.nanoTime() - began) / 1e9));
    domains.introduce();
    screen.gateways(domains);
    var asExpected = new FourMessages(screen, domains).send();
    screen.whereToLook(domains);
    return asExpected;
  }
}
