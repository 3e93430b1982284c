package org.postseal.endtoend.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.postseal.broker.BrokerSettings;
import org.postseal.broker.BrokerSettings.Durability;
import org.postseal.broker.ClusterNode;
import org.postseal.broker.EmbeddedBroker;
import org.postseal.endtoend.gateway.Waiting;

/**
 * A node of a Kafka cluster in a process of its own, to be killed and started again in its place.
 */
final class BrokerProcess implements AutoCloseable {
  private static final String READY = "the broker can be used";
  private static final Duration START_LIMIT = Duration.ofMinutes(3);

  private final Path directory;
  private final int port;
  private final ClusterNode node;
  private int starts;
  private Process process;

  private BrokerProcess(Path directory, int port, ClusterNode node) {
    this.directory = directory;
    this.port = port;
    this.node = node;
    this.process = started();
  }

  static BrokerProcess start(Path directory, int port, ClusterNode node) {
    return new BrokerProcess(directory, port, node);
  }

  /** SIGKILL; waits for the end. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  void startAgain() {
    process = started();
  }

  void awaitReady() {
    Waiting.until(
        "a broker",
        START_LIMIT,
        () -> {
          if (!process.isAlive()) {
            throw new IllegalStateException("the broker ended: " + printed());
          }
          return printed().contains(READY) ? Optional.of(true) : Optional.empty();
        });
  }

  private Process started() {
    starts++;
    var ports =
        node.controllerPorts().entrySet().stream()
            .map(one -> one.getKey() + "=" + one.getValue())
            .collect(Collectors.joining(","));
    try {
      return new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-XX:TieredStopAtLevel=1",
              "-XX:+UseSerialGC",
              "-Xmx256m",
              "--enable-native-access=ALL-UNNAMED",
              "-cp",
              System.getProperty("java.class.path"),
              BrokerProcess.class.getName(),
              directory.toString(),
              Integer.toString(port),
              node.clusterId(),
              Integer.toString(node.nodeId()),
              ports)
          .redirectErrorStream(true)
          .redirectOutput(log().toFile())
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path log() {
    return directory.resolve("broker-" + starts + ".txt");
  }

  private String printed() {
    try {
      return Files.readString(log());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    kill();
  }

  /** The process: where it is, and which node. It ends when it is killed, or its parent does. */
  static void main(String[] arguments) throws InterruptedException {
    var ports = new HashMap<Integer, Integer>();
    for (var one : arguments[4].split(",", -1)) {
      var parts = one.split("=", 2);
      ports.put(Integer.valueOf(parts[0]), Integer.valueOf(parts[1]));
    }
    var settings =
        new BrokerSettings(
                Path.of(arguments[0]), Integer.parseInt(arguments[1]), Durability.PAGE_CACHE)
            .in(
                new ClusterNode(
                    arguments[2],
                    Integer.parseInt(arguments[3]),
                    ports,
                    ClusterNode.Leaving.SILENT));
    var orphaned =
        ProcessHandle.current()
            .parent()
            .map(parent -> parent.onExit().thenRun(() -> Runtime.getRuntime().halt(1)));
    if (orphaned.isEmpty()) {
      return;
    }
    try (var _ = EmbeddedBroker.start(settings)) {
      IO.println(READY);
      new CountDownLatch(1).await();
    }
  }
}
