package org.postseal.endtoend.gateway;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.postseal.broker.BrokerSettings;
import org.postseal.broker.BrokerSettings.CertifiedClients;
import org.postseal.broker.BrokerSettings.Durability;
import org.postseal.broker.EmbeddedBroker;
import org.postseal.broker.FreePorts;
import org.postseal.commandline.topics.TopicsCommand;
import org.postseal.topics.TopicPrincipal;
import picocli.CommandLine;

/**
 * A broker in this JVM that knows each service by a certificate and lets it do what {@code postseal
 * topics create --acls} has allowed it.
 */
public final class GuardedBroker implements AutoCloseable {
  private final Path directory;
  private final int certifiedPort = FreePorts.one();
  private final PrivateAuthority authority;
  private final EmbeddedBroker broker;

  private GuardedBroker(Path directory, int port) {
    this.directory = Directories.owners(directory);
    this.authority = new PrivateAuthority(directory.resolve("certificates"));
    for (var principal : TopicPrincipal.values()) {
      authority.identity(principal.principalName());
    }
    var certified =
        new CertifiedClients(certifiedPort, authority.identity("kafka"), authority.certificate());
    this.broker =
        EmbeddedBroker.start(
            new BrokerSettings(directory, port, Durability.PAGE_CACHE, Optional.of(certified)));
  }

  /**
   * Starts it, and makes the rules.
   *
   * @param port for who may do everything
   */
  public static GuardedBroker start(Path directory, int port) {
    var broker = new GuardedBroker(directory, port);
    broker.makeRules();
    return broker;
  }

  /** How a Kafka client that may do everything reaches it; contains a secret. */
  public Map<String, String> clientSettings() {
    return broker.clientSettings();
  }

  /** How a Kafka client reaches it as one of its principals. */
  public Map<String, String> clientSettings(TopicPrincipal principal) {
    return authority.kafkaSettings(principal.principalName(), certifiedPort);
  }

  /** Makes the rules that are lacking, with the operator's own command. */
  public void makeRules() {
    makeRules(directory, clientSettings(), 1);
  }

  /**
   * Makes the topics and rules that are lacking.
   *
   * @param directory for the command's settings, which only their owner may read
   * @param clientSettings of who may do everything
   * @param replicas of every topic
   */
  public static void makeRules(Path directory, Map<String, String> clientSettings, int replicas) {
    var printed = new StringWriter();
    int status =
        new CommandLine(new TopicsCommand())
            .setOut(new PrintWriter(printed, true))
            .setErr(new PrintWriter(printed, true))
            .execute(
                "create",
                "--command-config",
                clientProperties(directory, clientSettings).toString(),
                "--replication-factor",
                Integer.toString(replicas),
                "--acls");
    if (status != 0) {
      throw new IllegalStateException("postseal topics create --acls says: " + printed);
    }
  }

  private static Path clientProperties(Path directory, Map<String, String> clientSettings) {
    var properties = new Properties();
    properties.putAll(clientSettings);
    var file = directory.resolve("kafka-client.properties");
    try (var writer = Files.newBufferedWriter(file)) {
      properties.store(writer, null);
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  @Override
  public void close() {
    broker.close();
  }
}
