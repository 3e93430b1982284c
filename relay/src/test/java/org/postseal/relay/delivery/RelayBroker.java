package org.postseal.relay.delivery;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.postseal.broker.BrokerSettings;
import org.postseal.broker.EmbeddedBroker;

/** A real broker, and a relay that delivers to a Maildir and to a next hop of the test's own. */
public final class RelayBroker implements QuarkusTestResourceLifecycleManager {
  static final String MAIL_DIRECTORY = "test.mail-directory";
  static final String SINK_PORT = "test.sink-port";

  private static volatile Optional<EmbeddedBroker> running = Optional.empty();
  private static volatile Path brokerDirectory = Path.of("");

  @Override
  public Map<String, String> start() {
    try {
      var directory = Files.createTempDirectory("relay-test");
      brokerDirectory = directory.resolve("broker");
      startBroker(0);
      return settings(directory, running.orElseThrow());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void startBroker(int port) {
    running =
        Optional.of(
            EmbeddedBroker.start(
                new BrokerSettings(brokerDirectory, port, BrokerSettings.Durability.PAGE_CACHE)));
  }

  /** Takes the broker away. What runs afterwards has it back on the same port. */
  static void away(Runnable meanwhile) {
    var broker = running.orElseThrow();
    broker.close();
    meanwhile.run();
    startBroker(broker.port());
  }

  private static Map<String, String> settings(Path directory, EmbeddedBroker broker)
      throws IOException {
    int sink = freePort();
    var settings = new HashMap<String, String>();
    broker.clientSettings().forEach((key, value) -> settings.put("kafka." + key, value));
    settings.put(MAIL_DIRECTORY, directory.resolve("mail").toString());
    settings.put(SINK_PORT, Integer.toString(sink));
    settings.put("postseal.relay.host-name", "gw.example.com");
    settings.put(
        "postseal.relay.routes.\"maildir.example\"",
        "maildir:" + directory.resolve("mail") + "/{local-part}");
    settings.put("postseal.relay.routes.\"hop.example\"", "smtp:127.0.0.1:" + sink);
    settings.put("postseal.relay.default-route", "discard:");
    settings.put("postseal.relay.retry.delays", "300ms,300ms,300ms,300ms,300ms");
    settings.put("postseal.relay.retry.give-up-after", "2s");
    settings.put("postseal.relay.reports.answer-deadline", "1s");
    settings.put("postseal.relay.reports.ask-again-after", "500ms");
    settings.put("postseal.relay.destination.slots", "4");
    settings.put("postseal.relay.destination.first-rest", "100ms");
    settings.put("postseal.relay.destination.longest-rest", "200ms");
    settings.put("postseal.relay.destination.patience", "100ms");
    settings.put("quarkus.http.test-port", "0");
    return settings;
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void stop() {
    running.ifPresent(EmbeddedBroker::close);
  }
}
