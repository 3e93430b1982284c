package org.postseal.endtoend.proof;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.postseal.broker.ClusterNode;
import org.postseal.broker.EmbeddedBroker;
import org.postseal.broker.FreePorts;
import org.postseal.endtoend.accounting.Fault.Role;
import org.postseal.endtoend.gateway.BrokerProcess;
import org.postseal.endtoend.gateway.Directories;
import org.postseal.endtoend.gateway.OperatorTopics;
import org.postseal.endtoend.gateway.PrivateAuthority;
import org.postseal.topics.TopicPrincipal;

/**
 * One broker, or three as in production: every topic on all of them, two must have a record before
 * it is acknowledged. Services come with certificates and may do what the access rules allow.
 */
final class ProofBrokers implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofMinutes(2);
  private static final String SECRET = "broker-secret";

  private final Path directory;
  private final PrivateAuthority authority;
  private final List<BrokerProcess> brokers = new ArrayList<>();
  private final List<Integer> ports = new ArrayList<>();
  private final List<Integer> certifiedPorts = new ArrayList<>();

  private ProofBrokers(Path directory) {
    this.directory = directory;
    this.authority = new PrivateAuthority(directory.resolve("certificates"));
    for (var principal : TopicPrincipal.values()) {
      authority.identity(principal.principalName());
    }
  }

  /** Starts them, and makes topics and rules. */
  static ProofBrokers start(Path directory, int count) {
    var cluster = new ProofBrokers(Directories.owners(directory));
    var identity = cluster.authority.identity("kafka");
    var nodes =
        count == 1
            ? List.<ClusterNode>of()
            : ClusterNode.newCluster(count, ClusterNode.Leaving.ANNOUNCED);
    for (int number = 0; number < count; number++) {
      cluster.ports.add(FreePorts.one());
      cluster.certifiedPorts.add(FreePorts.one());
      var node = nodes.isEmpty() ? Optional.<ClusterNode>empty() : Optional.of(nodes.get(number));
      cluster.brokers.add(
          BrokerProcess.start(
              new BrokerProcess.Plan(
                  cluster.ownDirectory(number),
                  cluster.ports.getLast(),
                  cluster.certifiedPorts.getLast(),
                  identity,
                  cluster.authority.certificate(),
                  node)));
    }
    cluster.brokers.forEach(broker -> broker.awaitReady(START_LIMIT));
    OperatorTopics.create(
        cluster.clientSettings(),
        directory.resolve("kafka-client.properties"),
        "--replication-factor",
        Integer.toString(Math.min(count, 3)),
        "--acls");
    return cluster;
  }

  /** With the secret that all of them share. */
  private Path ownDirectory(int number) {
    var own = Directories.owners(directory.resolve("broker-" + (number + 1)));
    try {
      if (number == 0) {
        var _ = EmbeddedBroker.clientSettings(own, ports.getFirst());
      } else {
        Files.copy(directory.resolve("broker-1").resolve(SECRET), own.resolve(SECRET));
      }
      return own;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot share the secret", e);
    }
  }

  /** How a Kafka client that may do everything reaches them; contains a secret. */
  Map<String, String> clientSettings() {
    var settings = new HashMap<>(brokers.getFirst().clientSettings());
    settings.put("bootstrap.servers", addresses(ports));
    return settings;
  }

  /** How a service reaches them, as settings of its own. */
  Map<String, String> settingsOf(TopicPrincipal principal) {
    var settings = new HashMap<String, String>();
    authority
        .kafkaSettings(principal.principalName(), certifiedPorts.getFirst())
        .forEach((key, value) -> settings.put("kafka." + key, value));
    settings.put("kafka.bootstrap.servers", addresses(certifiedPorts));
    return settings;
  }

  private static String addresses(List<Integer> ports) {
    return ports.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
  }

  List<Victim> victims() {
    var victims = new ArrayList<Victim>();
    for (int number = 0; number < brokers.size(); number++) {
      victims.add(new ProcessVictim("broker-" + (number + 1), Role.BROKER, brokers.get(number)));
    }
    return victims;
  }

  @Override
  public void close() {
    brokers.forEach(BrokerProcess::close);
  }
}
