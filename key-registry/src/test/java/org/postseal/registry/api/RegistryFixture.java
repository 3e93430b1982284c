package org.postseal.registry.api;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.postseal.broker.BrokerSettings;
import org.postseal.broker.EmbeddedBroker;
import org.postseal.dns.server.ZoneServer;

/** What the registry needs around it: a broker, a DNS server, a directory. */
public final class RegistryFixture implements QuarkusTestResourceLifecycleManager {

  private @Nullable EmbeddedBroker broker;
  private static @Nullable ZoneServer dns;
  private static @Nullable Path directory;

  /** The DNS that the registry asks. */
  static ZoneServer dns() {
    return Objects.requireNonNull(dns);
  }

  @Override
  public Map<String, String> start() {
    try {
      var data = Files.createTempDirectory("registry");
      directory = data;
      var started =
          EmbeddedBroker.start(new BrokerSettings(data, 0, BrokerSettings.Durability.PAGE_CACHE));
      broker = started;
      var server = ZoneServer.start();
      dns = server;
      var settings = new HashMap<String, String>();
      started.clientSettings().forEach((key, value) -> settings.put("kafka." + key, value));
      settings.put("postseal.registry.generate-secrets", "true");
      settings.put("postseal.registry.tokens-file", data.resolve("registry-tokens").toString());
      settings.put("postseal.registry.key-encryption-key-file", data.resolve("kek").toString());
      settings.put(
          "postseal.registry.lookup.dns-servers", "127.0.0.1:" + server.address().getPort());
      settings.put("postseal.registry.lookup.failure-ttl", "0s");
      settings.put("postseal.registry.publication.allow-loopback", "true");
      settings.put("postseal.registry.publication.watch-every", "1s");
      settings.put("postseal.registry.name-server.enabled", "true");
      settings.put("postseal.registry.name-server.address", "127.0.0.1");
      settings.put("postseal.registry.name-server.port", Integer.toString(freePort()));
      settings.put("postseal.registry.name-server.names", "ns1.provider.example");
      settings.put(
          "postseal.registry.publication.server-port",
          Integer.toString(server.address().getPort()));
      return settings;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Where everything is that is on a disk: the broker's logs and the secrets. */
  static Path directory() {
    return Objects.requireNonNull(directory);
  }

  @Override
  public void stop() {
    if (broker != null) {
      broker.close();
    }
    if (dns != null) {
      dns.close();
    }
    if (directory != null) {
      try (var files = Files.walk(directory)) {
        files.sorted(Comparator.reverseOrder()).forEach(RegistryFixture::delete);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
