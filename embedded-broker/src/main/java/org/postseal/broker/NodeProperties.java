package org.postseal.broker;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Kafka's own settings of one node, broker and controller.
 *
 * @param log the directory of Kafka's log
 * @param port of the listener for clients that have the secret, and of brokers
 * @param node which one it is
 * @param secret of brokers and controllers
 */
record NodeProperties(Path log, int port, ClusterNode node, BrokerSecret secret) {
  static final String LOOPBACK = "127.0.0.1";
  static final String USER = "postseal";
  private static final String CONTROLLER = "controller";

  Map<String, String> of(BrokerSettings settings) {
    var p = new HashMap<String, String>();
    p.put("process.roles", "broker,controller");
    p.put("node.id", Integer.toString(node.nodeId()));
    p.put("controller.quorum.voters", node.voters());
    p.put("controller.listener.names", "CONTROLLER");
    putListeners(p, at("CLIENTS", port) + "," + at("CONTROLLER", node.controllerPort()));
    p.put("listener.security.protocol.map", "CLIENTS:SASL_PLAINTEXT,CONTROLLER:SASL_PLAINTEXT");
    p.put("inter.broker.listener.name", "CLIENTS");
    p.put("sasl.enabled.mechanisms", "SCRAM-SHA-512");
    p.put("sasl.mechanism.inter.broker.protocol", "SCRAM-SHA-512");
    p.put("listener.name.clients.scram-sha-512.sasl.jaas.config", scramLogin(secret));
    p.put("sasl.mechanism.controller.protocol", "PLAIN");
    p.put("listener.name.controller.sasl.enabled.mechanisms", "PLAIN");
    p.put(
        "listener.name.controller.plain.sasl.jaas.config",
        "org.apache.kafka.common.security.plain.PlainLoginModule required username=\""
            + CONTROLLER
            + "\" password=\""
            + secret.text()
            + "\" user_"
            + CONTROLLER
            + "=\""
            + secret.text()
            + "\";");
    p.put("log.dirs", log.toString());
    p.put("auto.create.topics.enable", "false");
    var replicas = Integer.toString(node.replicas());
    var inSync = Integer.toString(node.inSync());
    p.put("min.insync.replicas", inSync);
    p.put("offsets.topic.replication.factor", replicas);
    p.put("offsets.topic.num.partitions", "4");
    p.put("transaction.state.log.replication.factor", replicas);
    p.put("transaction.state.log.min.isr", inSync);
    p.put("transaction.state.log.num.partitions", "4");
    p.put("share.coordinator.state.topic.replication.factor", replicas);
    p.put("share.coordinator.state.topic.min.isr", inSync);
    p.put("group.initial.rebalance.delay.ms", "0");
    p.put(
        "controlled.shutdown.enable",
        Boolean.toString(node.leaving() == ClusterNode.Leaving.ANNOUNCED));
    p.put("num.network.threads", "2");
    p.put("num.io.threads", "4");
    // One small gateway compacts kilobytes; the default buffer of 128 MiB is for clusters.
    p.put("log.cleaner.dedupe.buffer.size", Integer.toString(4 * 1024 * 1024));
    settings.certified().ifPresent(clients -> putCertified(p, clients));
    return p;
  }

  private void putCertified(Map<String, String> p, BrokerSettings.CertifiedClients clients) {
    putListeners(p, p.get("listeners") + "," + at("CERTIFIED", clients.port()));
    p.merge("listener.security.protocol.map", ",CERTIFIED:SSL", String::concat);
    p.put("ssl.client.auth", "required");
    p.put("ssl.keystore.type", "PEM");
    p.put("ssl.keystore.location", clients.identity().toString());
    p.put("ssl.truststore.type", "PEM");
    p.put("ssl.truststore.location", clients.authority().toString());
    // Any other shape of name stays whole, and has no rights.
    p.put("ssl.principal.mapping.rules", "RULE:^CN=([a-z-]+)$/$1/,DEFAULT");
    p.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
    p.put("allow.everyone.if.no.acl.found", "false");
    p.put("super.users", "User:" + USER + ";User:" + CONTROLLER);
  }

  private static void putListeners(Map<String, String> p, String listeners) {
    p.put("listeners", listeners);
    p.put("advertised.listeners", listeners);
  }

  private static String at(String name, int port) {
    return name + "://" + LOOPBACK + ":" + port;
  }

  /** What a client with the secret logs in with; do not log it. */
  static String scramLogin(BrokerSecret secret) {
    return "org.apache.kafka.common.security.scram.ScramLoginModule required username=\""
        + USER
        + "\" password=\""
        + secret.text()
        + "\";";
  }
}
