package org.postseal.broker;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.Uuid;

/**
 * One node of a cluster on loopback: a broker and a controller in one process, as every other node
 * is. Kafka's own topics have a replica on three nodes, or on each if there are fewer, and of three
 * two must have a record before it is acknowledged. The topics of the design are not made by the
 * nodes but by {@code postseal topics create}. All nodes share one broker secret: the file {@code
 * broker-secret} of their directories.
 *
 * @param clusterId the same at every node
 * @param nodeId of this node
 * @param controllerPorts of every node's controller, by node id; they stay what they are
 * @param leaving how it goes when it is closed
 */
public record ClusterNode(
    String clusterId, int nodeId, Map<Integer, Integer> controllerPorts, Leaving leaving) {
  private static final int REPLICAS = 3;

  /** The id of a node that is alone. */
  static final int ALONE = 1;

  /** How a node goes that is closed. */
  public enum Leaving {
    /**
     * It gives what it leads to others first, as Kafka does in production. Who closes all nodes
     * waits five minutes for those that have no controller any more: kill them instead.
     */
    ANNOUNCED,
    /** At once; the others notice after nine seconds. */
    SILENT
  }

  public ClusterNode {
    controllerPorts = Map.copyOf(controllerPorts);
    if (!controllerPorts.containsKey(nodeId)) {
      throw new IllegalArgumentException("node " + nodeId + " is not one of " + controllerPorts);
    }
  }

  /** So many nodes of a new cluster, whose controllers' ports are free now. */
  public static List<ClusterNode> newCluster(int nodes, Leaving leaving) {
    var clusterId = Uuid.randomUuid().toString();
    var ports = new TreeMap<Integer, Integer>();
    Stream.iterate(1, id -> id + 1).limit(nodes).forEach(id -> ports.put(id, FreePorts.one()));
    return ports.keySet().stream()
        .map(id -> new ClusterNode(clusterId, id, ports, leaving))
        .toList();
  }

  /**
   * A node that is alone, in a cluster that has an id already. It announces that it goes: its next
   * start would wait until the session of this one has expired.
   */
  static ClusterNode alone(String clusterId) {
    return new ClusterNode(clusterId, ALONE, Map.of(ALONE, FreePorts.one()), Leaving.ANNOUNCED);
  }

  int controllerPort() {
    return controllerPorts.get(nodeId);
  }

  /** Kafka's {@code controller.quorum.voters}. */
  String voters() {
    return new TreeMap<>(controllerPorts)
        .entrySet().stream()
            .map(voter -> voter.getKey() + "@" + NodeProperties.LOOPBACK + ":" + voter.getValue())
            .collect(Collectors.joining(","));
  }

  /** Replicas of each partition of Kafka's own topics. */
  int replicas() {
    return Math.min(REPLICAS, controllerPorts.size());
  }

  /** How many of them must have a record before it is acknowledged. */
  int inSync() {
    return replicas() == REPLICAS ? 2 : 1;
  }
}
