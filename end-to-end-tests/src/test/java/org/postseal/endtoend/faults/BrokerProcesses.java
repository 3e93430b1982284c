package org.postseal.endtoend.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.postseal.broker.ClusterNode;
import org.postseal.broker.EmbeddedBroker;
import org.postseal.broker.FreePorts;
import org.postseal.endtoend.gateway.Directories;
import org.postseal.endtoend.gateway.OperatorTopics;
import org.postseal.topics.MailTopic;

/** A Kafka cluster of three, each node a process, with topics as an operator makes them. */
final class BrokerProcesses implements AutoCloseable {
  private static final int NODES = 3;

  private final Map<Integer, BrokerProcess> brokers = new TreeMap<>();
  private final Map<String, String> clients;

  private BrokerProcesses(Map<String, String> clients) {
    this.clients = clients;
  }

  static BrokerProcesses start(Path directory) {
    var first = Directories.owners(directory.resolve("node-1"));
    var ports = new TreeMap<Integer, Integer>();
    var nodes = ClusterNode.newCluster(NODES, ClusterNode.Leaving.SILENT);
    nodes.forEach(node -> ports.put(node.nodeId(), FreePorts.one()));
    var clients = new HashMap<>(EmbeddedBroker.clientSettings(first, ports.get(1)));
    clients.put(
        "bootstrap.servers",
        String.join(",", ports.values().stream().map(port -> "127.0.0.1:" + port).toList()));
    var all = new BrokerProcesses(Map.copyOf(clients));
    try {
      for (var node : nodes) {
        var own = Directories.owners(directory.resolve("node-" + node.nodeId()));
        if (node.nodeId() != 1) {
          Files.copy(first.resolve("broker-secret"), own.resolve("broker-secret"));
        }
        all.brokers.put(node.nodeId(), BrokerProcess.start(own, ports.get(node.nodeId()), node));
      }
      all.brokers.values().forEach(BrokerProcess::awaitReady);
      OperatorTopics.create(
          all.clients,
          directory.resolve("client.properties"),
          "--replication-factor",
          Integer.toString(NODES));
      return all;
    } catch (IOException e) {
      all.close();
      throw new UncheckedIOException(e);
    }
  }

  /** How a Kafka client reaches them; contains a secret. */
  Map<String, String> clientSettings() {
    return clients;
  }

  /** The node that leads the only partition of a topic. */
  BrokerProcess leaderOf(MailTopic topic) {
    try (var admin = Admin.create(new HashMap<String, Object>(clients))) {
      var described = admin.describeTopics(List.of(topic.topic())).allTopicNames().get();
      int leader = described.get(topic.topic()).partitions().getFirst().leader().id();
      return brokers.get(leader);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    brokers.values().forEach(BrokerProcess::close);
  }
}
