package org.postseal.broker;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How an embedded broker runs.
 *
 * @param directory holds its log, its identity and its secret; created if absent, with mode 0700
 * @param port on loopback; 0 takes a free one, which a restart must then be told
 * @param durability what an acknowledged record has survived
 * @param certified where clients with certificates come; empty in a gateway of one process, whose
 *     only client is itself
 * @param cluster whose node it is; empty if it is alone
 */
public record BrokerSettings(
    Path directory,
    int port,
    Durability durability,
    Optional<CertifiedClients> certified,
    Optional<ClusterNode> cluster) {
  /** What an acknowledged record has survived. With one replica there is no other copy of it. */
  public enum Durability {
    /** Topics that hold accepted mail or the registry are flushed to disk record by record. */
    DISK,
    /** The page cache: survives the process, not the machine. For tests and measurements. */
    PAGE_CACHE
  }

  /**
   * A second listener on loopback, for TLS with client certificates. The common name of a
   * certificate is the principal. With this listener Kafka's standard authorizer decides: who comes
   * here may do what access rules allow, who has the broker's secret may do everything.
   *
   * @param port it listens on
   * @param identity PEM file with the broker's private key and its certificate
   * @param authority PEM file with the certificate whose holder signs the clients'
   */
  public record CertifiedClients(int port, Path identity, Path authority) {}

  /** A broker that is alone. */
  public BrokerSettings(
      Path directory, int port, Durability durability, Optional<CertifiedClients> certified) {
    this(directory, port, durability, certified, Optional.empty());
  }

  /** The same as a node of a cluster. */
  public BrokerSettings in(ClusterNode node) {
    return new BrokerSettings(directory, port, durability, certified, Optional.of(node));
  }

  /** A broker without a listener for clients with certificates. */
  public BrokerSettings(Path directory, int port, Durability durability) {
    this(directory, port, durability, Optional.empty());
  }
}
