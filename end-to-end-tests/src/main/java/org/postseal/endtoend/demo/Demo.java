package org.postseal.endtoend.demo;

import java.io.IOException;
import java.time.Duration;
import org.postseal.endtoend.gateway.Application;
import org.postseal.endtoend.gateway.TwoDomains;

/**
 * {@code ./postseal demo}: starts two gateways, sends four messages, and shows mail of a domain
 * that has no key in the DNS; says what became of each. Exit status 0 only if all of it came out as
 * it should. Everything it writes is below {@code target/demo} and {@code
 * target/demo-certificates}.
 */
public final class Demo {
  private static final Duration START_LIMIT = Duration.ofMinutes(3);

  private Demo() {}

  public static void main(String[] arguments) throws IOException {
    var screen = Screen.standard();
    var directory = Application.repository().resolve("target/demo");
    boolean asExpected;
    try (var asked = new AskedDomain(Application.repository().resolve("target/demo-certificates"));
        var domains = TwoDomains.start(directory, asked.plan(), AskedDomain.verifierSettings())) {
      asExpected = run(screen, domains, asked);
    } catch (IllegalStateException e) {
      screen.outcome(false, e.getMessage());
      asExpected = false;
    }
    System.exit(asExpected ? 0 : 1);
  }

  private static boolean run(Screen screen, TwoDomains domains, AskedDomain asked)
      throws IOException {
    long began = System.nanoTime();
    screen.title("Two gateways: real SMTP, real Kafka, real DNS packets, and nothing leaves here");
    domains.awaitReady(START_LIMIT);
    screen.say("ready after %.1f s".formatted((System.nanoTime() - began) / 1e9));
    domains.introduce();
    asked.introduce(domains);
    screen.gateways(domains);
    boolean fourAsExpected = new FourMessages(screen, domains).send();
    boolean askedAsExpected = asked.show(screen, domains);
    screen.whereToLook(domains);
    return fourAsExpected && askedAsExpected;
  }
}
