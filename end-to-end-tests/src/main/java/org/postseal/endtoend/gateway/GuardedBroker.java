package org.postseal.endtoend.gateway;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.postseal.broker.BrokerSettings;
import org.postseal.broker.BrokerSettings.CertifiedClients;
import org.postseal.broker.BrokerSettings.Durability;
import org.postseal.broker.EmbeddedBroker;
import org.postseal.broker.FreePorts;
import org.postseal.topics.TopicPrincipal;

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
    OperatorTopics.create(
        clientSettings(),
        directory.resolve("kafka-client.properties"),
        "--replication-factor",
        "1",
        "--acls");
  }

  @Override
  public void close() {
    broker.close();
  }
}
