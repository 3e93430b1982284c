package org.postseal.relay.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postseal.broker.BrokerSettings;
import org.postseal.broker.EmbeddedBroker;
import org.postseal.dns.server.ZoneServer;
import org.postseal.topics.MailTopic;

/** Hops that hang in every way there was trouble with, and local mail beside them all the while. */
class WaitingCostsNobodyElseTest {
  private static final Duration PROMPT = Duration.ofSeconds(2);
  private static final String MESSAGE = "Subject: hello\r\n\r\nbody\r\n";

  @TempDir Path directory;

  private final ZoneServer zone = ZoneServer.start();
  private final Map<String, String> settings = new HashMap<>();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private EmbeddedBroker broker;
  private Topics topics;
  private MailSink sink;
  private ServerSocket silent;
  private Relay relay;
  private int local;

  @BeforeEach
  void start() throws Exception {
    broker =
        EmbeddedBroker.start(
            new BrokerSettings(
                directory.resolve("broker"), 0, BrokerSettings.Durability.PAGE_CACHE));
    topics = new Topics(new HashMap<>(broker.clientSettings()));
    int port = freePort();
    sink = new MailSink(port);
    silent = new ServerSocket(0, 2000, InetAddress.getLoopbackAddress());
    broker.clientSettings().forEach((key, value) -> settings.put("kafka." + key, value));
    settings.put("postseal.relay.host-name", "gw.example.com");
    settings.put("postseal.relay.dns.servers", "127.0.0.1:" + zone.address().getPort());
    settings.put("postseal.relay.mx.port", Integer.toString(silent.getLocalPort()));
    settings.put("postseal.relay.mx.allow-loopback", "true");
    settings.put("postseal.relay.routes.\"hop.example\"", "smtp:127.0.0.1:" + port);
    settings.put(
        "postseal.relay.routes.\"local.example\"", "maildir:" + directory + "/mail/{local-part}");
  }

  private void run() throws Exception {
    relay = RelayProcess.relay(settings, meters);
    relay.start();
    topics.accept(MESSAGE, "warm@local.example");
    await(() -> isDelivered("warm"));
  }

  @AfterEach
  void stop() throws Exception {
    sink.close();
    silent.close();
    relay.stop();
    topics.close();
    broker.close();
    zone.close();
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void await(Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!condition.call() && System.nanoTime() - end < 0) {
      Thread.sleep(20);
    }
    assertThat(condition.call()).isTrue();
  }

  private boolean isDelivered(String name) throws IOException {
    var mailbox = directory.resolve("mail").resolve(name).resolve("new");
    if (!Files.isDirectory(mailbox)) {
      return false;
    }
    try (var files = Files.list(mailbox)) {
      return files.findAny().isPresent();
    }
  }

  private Duration localDelivery() throws Exception {
    var name = "l" + local++;
    long began = System.nanoTime();
    topics.accept(MESSAGE, name + "@local.example");
    await(() -> isDelivered(name));
    return Duration.ofNanos(System.nanoTime() - began);
  }

  private void localMailIsPrompt(int times) throws Exception {
    for (int i = 0; i < times; i++) {
      assertThat(localDelivery()).isLessThan(PROMPT);
      Thread.sleep(250); // mail comes now and then
    }
  }

  @Test
  void thirtyDomainsOnAnExchangerThatNeverGreets() throws Exception {
    zone.address("mx.dead.example", "127.0.0.1");
    for (int i = 0; i < 30; i++) {
      zone.mx("d" + i + ".example", 10, "mx.dead.example");
    }
    run();
    for (int i = 0; i < 600; i++) {
      topics.accept(MESSAGE, "a" + i + "@d" + i % 30 + ".example");
    }

    localMailIsPrompt(10);

    assertThat(meters.get("postseal_relay_in_flight_messages").gauge().value())
        .as("thirty names, one host")
        .isBetween(1.0, 5.0);
    assertThat(meters.get("postseal_relay_waiting_messages").tag("class", "first").gauge().value())
        .isGreaterThan(500);
  }

  @Test
  void longMessagesWhoseFinalReplyNeverComes() throws Exception {
    settings.put("postseal.relay.destination.slow-after", "2s");
    run();
    var never = new CountDownLatch(1);
    var content = "Subject: long\r\n\r\n" + ("x".repeat(76) + "\r\n").repeat(440_000);
    for (int i = 0; i < 3; i++) {
      sink.holding("big" + i + "@hop.example", never);
      topics.accept(content, "big" + i + "@hop.example");
    }
    localMailIsPrompt(4);

    await(() -> sink.received("big2@hop.example").size() == 1);

    localMailIsPrompt(4);
    topics.accept("Subject: long too\r\n\r\n" + "y\r\n".repeat(400_000), "long@local.example");
    await(() -> isDelivered("long"));
    await(() -> meters.get("postseal_relay_in_flight_octets").gauge().value() < 1_000_000);
    never.countDown();
  }

  @Test
  void oneMessageOfManyRecipientsThatTakesAMinute() throws Exception {
    sink.hesitating(Duration.ofMillis(200));
    run();
    var many =
        IntStream.range(0, 60).mapToObj(i -> "r" + i + "@hop.example").toArray(String[]::new);
    topics.accept(MESSAGE, many);

    localMailIsPrompt(10);

    await(() -> sink.received().size() == 60);
    localMailIsPrompt(2);
    assertThat(relay.loops()).allSatisfy(loop -> assertThat(loop.standstill()).isEmpty());
    assertThat(relay.loops()).allSatisfy(loop -> assertThat(loop.restarts()).isZero());
  }

  @Test
  void aBugInADeliveryIsTriedAgainAndThenInQuarantine() throws Exception {
    settings.put("postseal.relay.retry.delays", "100ms,100ms,100ms,100ms,100ms");
    // A template that no file system has a name for breaks where nobody expects it.
    settings.put("postseal.relay.routes.\"bug.example\"", "maildir:/tmp/\0/{local-part}");
    run();
    var id = topics.accept(MESSAGE, "x@bug.example");

    var given = topics.records(MailTopic.QUARANTINE, record -> Topics.isAbout(id, record), 1);

    assertThat(given).hasSize(1);
    var reason =
        new String(
            given.getFirst().headers().lastHeader("postseal-reason").value(),
            StandardCharsets.UTF_8);
    assertThat(reason).contains("Internal error: java.nio.file.InvalidPathException");
    assertThat(meters.get("postseal_relay_faults").counter().count()).isEqualTo(Fates.MOST_FAULTS);
    localMailIsPrompt(1);
  }
}
