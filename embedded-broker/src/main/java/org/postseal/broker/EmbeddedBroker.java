package org.postseal.broker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.metadata.storage.FormatterException;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * One Kafka broker and its controller in this JVM, with every topic of the design; or, where the
 * settings say so, a node of a cluster, whose topics are made from outside.
 *
 * <p>It listens on loopback only; clients authenticate by SCRAM-SHA-512 with the secret in {@code
 * broker-secret} of its directory (mode 0600), or, where the settings say so, on a listener of
 * their own by certificates, with access rules. Alone it does not replicate: see {@link
 * BrokerSettings.Durability} and {@link ClusterNode}.
 */
public final class EmbeddedBroker implements AutoCloseable {
  private final BrokerSecret secret;
  private final int port;
  private final KafkaRaftServer server;
  private final DataDirectory directory;

  private EmbeddedBroker(
      DataDirectory directory, BrokerSecret secret, int port, KafkaRaftServer server) {
    this.directory = directory;
    this.secret = secret;
    this.port = port;
    this.server = server;
  }

  /**
   * Starts a broker, creates what topics it lacks, and returns when it can be used. A node of a
   * cluster can be used when most of the nodes run: it waits for them.
   *
   * @throws IllegalStateException if its directory is another's too
   * @throws UncheckedIOException if its directory cannot be used or its port is taken
   */
  public static EmbeddedBroker start(BrokerSettings settings) {
    return switch (DataDirectory.open(settings.directory())) {
      case DataDirectory.Opening.Ours(var directory) -> start(settings, directory);
      case DataDirectory.Opening.Refused(var line) -> throw new IllegalStateException(line);
    };
  }

  /**
   * The same in a directory that is open already; it is closed with the broker, or when there is
   * none.
   *
   * @throws UncheckedIOException if the directory cannot be used or the port is taken
   */
  public static EmbeddedBroker start(BrokerSettings settings, DataDirectory directory) {
    EmbeddedBroker broker = null;
    try {
      broker = started(settings, directory);
      return broker;
    } finally {
      if (broker == null) {
        release(directory);
      }
    }
  }

  private static EmbeddedBroker started(BrokerSettings settings, DataDirectory directory) {
    try {
      var secret = BrokerSecret.in(settings.directory().resolve("broker-secret"));
      int port = settings.port() == 0 ? FreePorts.one() : settings.port();
      var log = settings.directory().resolve("kafka");
      var alone = clusterId(log);
      var node = settings.cluster().orElseGet(() -> ClusterNode.alone(alone));
      format(log, node, secret);
      var server =
          new KafkaRaftServer(
              new KafkaConfig(new NodeProperties(log, port, node, secret).of(settings)),
              Time.SYSTEM);
      server.startup();
      var broker = new EmbeddedBroker(directory, secret, port, server);
      if (settings.cluster().isEmpty()) {
        broker.make(new OwnTopics(settings.durability()));
      }
      return broker;
    } catch (IOException e) {
      throw new UncheckedIOException("embedded broker in " + settings.directory(), e);
    }
  }

  private void make(OwnTopics topics) throws IOException {
    try {
      topics.create(clientSettings());
    } catch (IOException | RuntimeException e) {
      server.shutdown();
      throw e;
    }
  }

  /** The port it listens on. */
  public int port() {
    return port;
  }

  /**
   * What a Kafka client needs to reach this broker: bootstrap servers and credentials. It contains
   * the secret; do not log it.
   */
  public Map<String, String> clientSettings() {
    return clientSettings(port, secret);
  }

  /** The client settings of a broker that runs, or will run, with these settings elsewhere. */
  public static Map<String, String> clientSettings(Path directory, int port) {
    try {
      DataDirectory.make(directory);
      return clientSettings(port, BrokerSecret.in(directory.resolve("broker-secret")));
    } catch (IOException e) {
      throw new UncheckedIOException("secret of the broker in " + directory, e);
    }
  }

  private static Map<String, String> clientSettings(int port, BrokerSecret secret) {
    return Map.of(
        "bootstrap.servers",
        NodeProperties.LOOPBACK + ":" + port,
        "security.protocol",
        "SASL_PLAINTEXT",
        "sasl.mechanism",
        "SCRAM-SHA-512",
        "sasl.jaas.config",
        NodeProperties.scramLogin(secret));
  }

  /** Stops it; what was acknowledged is in its directory. */
  @Override
  public void close() {
    server.shutdown();
    server.awaitShutdown();
    release(directory);
  }

  private static void release(DataDirectory directory) {
    try {
      directory.close();
    } catch (IOException e) {
      throw new UncheckedIOException("lock of " + directory.path(), e);
    }
  }

  private static void format(Path log, ClusterNode node, BrokerSecret secret) throws IOException {
    var printed = new ByteArrayOutputStream();
    var formatter =
        new Formatter()
            .setPrintStream(new PrintStream(printed, true, StandardCharsets.UTF_8))
            .setNodeId(node.nodeId())
            .setClusterId(node.clusterId())
            .setReleaseVersion(MetadataVersion.latestProduction())
            .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
            .setControllerListenerName("CONTROLLER")
            .setMetadataLogDirectory(log.toString())
            .setDirectories(List.of(log.toString()))
            .setIgnoreFormatted(true)
            .setScramArguments(
                List.of(
                    "SCRAM-SHA-512=[name="
                        + NodeProperties.USER
                        + ",password="
                        + secret.text()
                        + "]"));
    try {
      formatter.run();
    } catch (FormatterException e) {
      throw new IOException("cannot format " + log, e);
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException("cannot format " + log, e);
    }
  }

  private static String clusterId(Path log) throws IOException {
    var meta = log.resolve("meta.properties");
    if (Files.exists(meta)) {
      var properties = new Properties();
      try (var in = Files.newInputStream(meta)) {
        properties.load(in);
      }
      return properties.getProperty("cluster.id");
    }
    return Uuid.randomUuid().toString();
  }
}
