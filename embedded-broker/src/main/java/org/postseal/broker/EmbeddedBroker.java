package org.postseal.broker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.metadata.storage.FormatterException;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;
import org.postseal.topics.MailTopic;

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
  private static final long ADMIN_TIMEOUT_S = 60;
  private static final long CHANGE_POLL_MS = 20;

  private final BrokerSettings settings;
  private final BrokerSecret secret;
  private final int port;
  private final KafkaRaftServer server;
  private final DataDirectory directory;

  private EmbeddedBroker(
      BrokerSettings settings,
      DataDirectory directory,
      BrokerSecret secret,
      int port,
      KafkaRaftServer server) {
    this.settings = settings;
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
      var broker = new EmbeddedBroker(settings, directory, secret, port, server);
      if (settings.cluster().isEmpty()) {
        broker.createTopics();
      }
      return broker;
    } catch (IOException e) {
      throw new UncheckedIOException("embedded broker in " + settings.directory(), e);
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

  private void createTopics() throws IOException {
    try (var admin = Admin.create(new HashMap<>(clientSettings()))) {
      var present = admin.listTopics().names().get(ADMIN_TIMEOUT_S, TimeUnit.SECONDS);
      var absent =
          Arrays.stream(MailTopic.values())
              .filter(topic -> !present.contains(topic.topic()))
              .map(this::newTopic)
              .toList();
      admin.createTopics(absent).all().get(ADMIN_TIMEOUT_S, TimeUnit.SECONDS);
      var others =
          Arrays.stream(MailTopic.values())
              .filter(topic -> present.contains(topic.topic()))
              .toList();
      var changes = flushChanges(admin, others);
      if (!changes.isEmpty()) {
        admin.incrementalAlterConfigs(changes).all().get(ADMIN_TIMEOUT_S, TimeUnit.SECONDS);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(ADMIN_TIMEOUT_S);
        while (!flushChanges(admin, others).isEmpty()) {
          if (System.nanoTime() > end) {
            throw new IOException("changed settings of topics do not come into force");
          }
          Thread.sleep(CHANGE_POLL_MS);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while creating topics", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("cannot create topics", e);
    }
  }

  private NewTopic newTopic(MailTopic topic) {
    var settingsHere = new HashMap<>(topic.settings());
    settingsHere.put(flush(topic).name(), flush(topic).value());
    return new NewTopic(topic.topic(), topic.partitions(), (short) 1).configs(settingsHere);
  }

  /** What has to be changed, now, of topics that were made with another durability. */
  private Map<ConfigResource, Collection<AlterConfigOp>> flushChanges(
      Admin admin, List<MailTopic> topics)
      throws InterruptedException, ExecutionException, TimeoutException {
    var resources = new HashMap<ConfigResource, ConfigEntry>();
    topics.forEach(
        topic ->
            resources.put(
                new ConfigResource(ConfigResource.Type.TOPIC, topic.topic()), flush(topic)));
    var current =
        admin.describeConfigs(resources.keySet()).all().get(ADMIN_TIMEOUT_S, TimeUnit.SECONDS);
    var changes = new HashMap<ConfigResource, Collection<AlterConfigOp>>();
    resources.forEach(
        (resource, wanted) -> {
          if (!current.get(resource).get(wanted.name()).value().equals(wanted.value())) {
            changes.put(resource, List.of(new AlterConfigOp(wanted, AlterConfigOp.OpType.SET)));
          }
        });
    return changes;
  }

  /**
   * Without a second replica an acknowledgement must mean the disk, or it means nothing. Set on
   * topics that are there already too: the setting may have changed since they were created.
   */
  private ConfigEntry flush(MailTopic topic) {
    boolean eachRecord =
        switch (settings.durability()) {
          case DISK -> topic.holdsAcceptedMail() || topic.holdsRegistry();
          case PAGE_CACHE -> false;
        };
    return new ConfigEntry("flush.messages", eachRecord ? "1" : Long.toString(Long.MAX_VALUE));
  }
}
