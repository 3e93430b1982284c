package org.postseal.endtoend.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postseal.dns.server.ZoneServer;
import org.postseal.endtoend.gateway.Application;
import org.postseal.endtoend.gateway.FiveServices;
import org.postseal.endtoend.gateway.Gateway;
import org.postseal.endtoend.gateway.GatewayPlan;
import org.postseal.endtoend.gateway.Waiting;
import org.postseal.endtoend.load.DeliveryCount;
import org.postseal.endtoend.load.SignedLetter;

class KilledServicesTest {
  private static final String HERE = "receiver.example";
  private static final String THERE = "sender.example";
  private static final String BOB = "bob@" + HERE;
  private static final String PASSWORD = "for loopback only";
  private static final Duration START_LIMIT = Duration.ofMinutes(2);
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final int SOME = 20;

  @TempDir Path directory;

  @Test
  void whatHeard250ArrivesWhoeverIsKilled() {
    try (var zone = ZoneServer.start();
        var services = FiveServices.start(plan(), zone).awaitReady(START_LIMIT);
        var deliveries = new DeliveryCount(services.kafkaSettings())) {
      introduce(services);
      var sender = SignedLetter.publish(zone, THERE);
      var ports = services.ports();
      var traffic = new Traffic();
      try (traffic) {
        for (int i = 0; i < 2; i++) {
          var message = sender.to(BOB, 2_000);
          traffic.bring(ports.mx(), "alice@" + THERE, BOB, () -> message);
          traffic.submit(ports.submissions(), "carol", PASSWORD, "carol@" + HERE, BOB);
        }
        awaitAccepted(traffic, SOME);
        for (var victim :
            List.of(
                Application.VERIFIER,
                Application.SIGNER,
                Application.REGISTRY,
                Application.RELAY)) {
          services.service(victim).kill();
          awaitTransactions(traffic, 4);
          services.service(victim).startAgain();
          services.service(victim).awaitReady(START_LIMIT);
          awaitAccepted(traffic, SOME);
        }
      }
      assertThat(traffic.mishaps()).as("neither 250 nor 451").isEmpty();
      assertThat(traffic.count(451)).as("451 while verifier or signer were away").isPositive();
      Waiting.until(
          "the delivery of all " + traffic.accepted().size(),
          LIMIT,
          () ->
              deliveries.deliveries().keySet().containsAll(traffic.accepted())
                  ? Optional.of(true)
                  : Optional.empty());
    }
  }

  private GatewayPlan plan() {
    return GatewayPlan.of(directory, "mx." + HERE)
        .with("postseal.ingress.handoff.answer-deadline", "4S")
        .with("postseal.ingress.handoff.ask-again-after", "1S")
        .with("postseal.relay.routes.\"" + HERE + "\"", Gateway.maildirRoute(directory))
        .withAccount("carol", PASSWORD, "carol@" + HERE);
  }

  private static void introduce(FiveServices services) {
    services
        .registry()
        .putDomain(
            HERE,
            """
            {"local": true, "signed": true, "signingPolicy": "all"}""");
    services
        .registry()
        .putDomain(
            THERE,
            """
            {"signingPolicy": "all"}""");
    services.registry().activateByForce(services.registry().makeKey(HERE, "rsa-2048"));
  }

  /** Waits for so many more 250s. */
  private static void awaitAccepted(Traffic traffic, int more) {
    int wanted = traffic.count(250) + more;
    Waiting.until(
        more + " more 250s; so far " + traffic.mishaps(),
        LIMIT,
        () -> traffic.count(250) >= wanted ? Optional.of(true) : Optional.empty());
  }

  /** Waits for so many more final replies of any kind. */
  private static void awaitTransactions(Traffic traffic, int more) {
    int wanted = traffic.count(250) + traffic.count(451) + more;
    Waiting.until(
        more + " more replies",
        LIMIT,
        () ->
            traffic.count(250) + traffic.count(451) >= wanted
                ? Optional.of(true)
                : Optional.empty());
  }
}
