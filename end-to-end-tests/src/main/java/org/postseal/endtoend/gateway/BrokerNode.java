package org.postseal.endtoend.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postseal.broker.BrokerSettings;
import org.postseal.broker.BrokerSettings.CertifiedClients;
import org.postseal.broker.BrokerSettings.Durability;
import org.postseal.broker.ClusterNode;
import org.postseal.broker.EmbeddedBroker;

/**
 * The program of a broker that is a process of its own; see {@link BrokerProcess}. Arguments:
 * directory, port, port for clients with certificates, files of identity and authority; for a node
 * of a cluster also its id, this node's number, and number=port of each controller. It ends on
 * SIGTERM, and when its standard input does: with the process that started it.
 */
final class BrokerNode {
  private BrokerNode() {}

  public static void main(String[] arguments) throws IOException {
    var given = List.of(arguments);
    var directory = Path.of(given.get(0));
    var certified =
        new CertifiedClients(
            Integer.parseInt(given.get(2)), Path.of(given.get(3)), Path.of(given.get(4)));
    var settings =
        new BrokerSettings(
            directory,
            Integer.parseInt(given.get(1)),
            Durability.PAGE_CACHE,
            Optional.of(certified));
    Thread.ofPlatform().daemon().start(BrokerNode::endWithStandardInput);
    var broker =
        EmbeddedBroker.start(
            given.size() > 5 ? settings.in(node(given.subList(5, given.size()))) : settings);
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(broker::close));
    Files.createFile(directory.resolve(BrokerProcess.READY));
  }

  private static ClusterNode node(List<String> given) {
    Map<Integer, Integer> controllers = new HashMap<>();
    for (var word : given.subList(2, given.size())) {
      int equals = word.indexOf('=');
      controllers.put(
          Integer.valueOf(word.substring(0, equals)), Integer.valueOf(word.substring(equals + 1)));
    }
    return new ClusterNode(
        given.get(0), Integer.parseInt(given.get(1)), controllers, ClusterNode.Leaving.ANNOUNCED);
  }

  private static void endWithStandardInput() {
    try {
      while (System.in.read() >= 0) {
        // nobody says anything
      }
    } catch (IOException _) {
      // no more than an end
    }
    Runtime.getRuntime().halt(1);
  }
}
