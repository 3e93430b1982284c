package org.postseal.endtoend.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postseal.broker.FreePorts;
import org.postseal.dns.server.ZoneServer;
import org.postseal.endtoend.gateway.Application;
import org.postseal.endtoend.gateway.Gateway;
import org.postseal.endtoend.gateway.GatewayPlan;
import org.postseal.endtoend.gateway.ServicePlan;
import org.postseal.endtoend.gateway.ServiceProcess;
import org.postseal.endtoend.load.SignedLetter;
import org.postseal.endtoend.smtp.SmtpSession;

/** Twenty messages of 30 MiB at once, through an ingress with a heap smaller than all of them. */
class LongMessagesTest {
  private static final String HERE = "receiver.example";
  private static final String THERE = "sender.example";
  private static final String BOB = "bob@" + HERE;
  private static final int MESSAGES = 20;
  private static final int OCTETS = 30 * 1024 * 1024;
  private static final int MOST_TRIES = 200;
  private static final Duration RETRY_INTERVAL = Duration.ofMillis(500);
  private static final Duration LIMIT = Duration.ofMinutes(2);

  @TempDir Path directory;

  @Test
  void eachHears250Or452AndIsDeliveredOnARetry() throws Exception {
    int port = FreePorts.one();
    try (var zone = ZoneServer.start();
        var gateway = Gateway.start(plan(zone)).awaitReady(LIMIT);
        var ingress = ServiceProcess.start(ingress(gateway, port))) {
      gateway
          .registry()
          .putDomain(
              HERE,
              """
              {"local": true}""");
      ingress.awaitReady(LIMIT);
      var message = SignedLetter.publish(zone, THERE).to(BOB, OCTETS);
      var refused = new AtomicInteger();
      var clients = new ArrayList<Callable<Integer>>();
      for (int i = 0; i < MESSAGES; i++) {
        clients.add(() -> untilAccepted(port, message, refused));
      }
      List<Future<Integer>> tries;
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        tries = threads.invokeAll(clients);
      }
      for (var client : tries) {
        assertThat(client.get()).as("tries until 250").isBetween(1, MOST_TRIES);
      }
      System.out.printf("%d messages of 30 MiB: %d times 452%n", MESSAGES, refused.get());
      assertThat(ingress.isRunning()).isTrue();
      assertThat(Files.readString(ingress.log())).doesNotContain("OutOfMemoryError");
      var delivered = gateway.maildir("bob").await(MESSAGES, LIMIT);
      assertThat(delivered).hasSize(MESSAGES);
      assertThat(delivered.getFirst().octets().length).isGreaterThan(OCTETS);
      assertThat(delivered.getFirst().fields("Authentication-Results").toString())
          .contains("dkim=pass");
    }
  }

  private static int untilAccepted(int port, byte[] message, AtomicInteger refused)
      throws IOException, InterruptedException {
    for (int attempt = 1; attempt <= MOST_TRIES; attempt++) {
      try (var session = SmtpSession.connect(port)) {
        session.command("EHLO mx." + THERE);
        var reply = session.transaction("alice@" + THERE, BOB, message);
        if (reply.code() == 250) {
          return attempt;
        }
        assertThat(reply.code()).as(reply.line()).isEqualTo(452);
        refused.incrementAndGet();
      }
      Thread.sleep(RETRY_INTERVAL);
    }
    return MOST_TRIES + 1;
  }

  private GatewayPlan plan(ZoneServer zone) {
    var resolver = "127.0.0.1:" + zone.address().getPort();
    return GatewayPlan.of(directory, "mx." + HERE)
        .with("postseal.ingress.enabled", "false")
        .with("postseal.relay.routes.\"" + HERE + "\"", Gateway.maildirRoute(directory))
        .with("postseal.relay.dns.servers", resolver)
        .with("postseal.verifier.dns.servers", resolver)
        .with("postseal.registry.lookup.dns-servers", resolver)
        .withJava("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx1g");
  }

  private ServicePlan ingress(Gateway gateway, int mxPort) {
    var settings = new HashMap<>(gateway.kafkaSettingsOfService());
    settings.put("postseal.ingress.hostname", "mx." + HERE);
    settings.put("postseal.ingress.host", "127.0.0.1");
    settings.put("postseal.ingress.mx.port", Integer.toString(mxPort));
    for (var listener : new String[] {"submission", "submissions"}) {
      settings.put("postseal.ingress." + listener + ".port", Integer.toString(FreePorts.one()));
    }
    return new ServicePlan(
        Application.INGRESS,
        directory.resolve("ingress"),
        FreePorts.one(),
        settings,
        List.of("-Xmx512m"));
  }
}
