package org.postseal.endtoend.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.postseal.broker.ClusterNode;
import org.postseal.broker.EmbeddedBroker;

/** A broker with its controller in a process of its own, alone or a node of a cluster. */
public final class BrokerProcess implements OwnProcess {
  static final String READY = "ready";
  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
  private static final List<String> JAVA_OPTIONS =
      List.of(
          "-XX:TieredStopAtLevel=1",
          "-XX:+UseSerialGC",
          "-Xmx512m",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  private final Plan plan;
  private @Nullable Process process;

  /**
   * What it is started with.
   *
   * @param directory of its own; readable by its owner only
   * @param port for who has the secret
   * @param certifiedPort for clients with certificates
   * @param identity PEM file of its key and certificate
   * @param authority PEM file of who signs the clients' certificates
   * @param cluster whose node it is, if any
   */
  public record Plan(
      Path directory,
      int port,
      int certifiedPort,
      Path identity,
      Path authority,
      Optional<ClusterNode> cluster) {

    private List<String> arguments() {
      var arguments =
          new ArrayList<>(
              List.of(
                  directory.toString(),
                  Integer.toString(port),
                  Integer.toString(certifiedPort),
                  identity.toString(),
                  authority.toString()));
      cluster.ifPresent(
          node -> {
            arguments.add(node.clusterId());
            arguments.add(Integer.toString(node.nodeId()));
            node.controllerPorts()
                .forEach((id, controllerPort) -> arguments.add(id + "=" + controllerPort));
          });
      return arguments;
    }
  }

  private BrokerProcess(Plan plan) {
    this.plan = plan;
  }

  /** Starts it and returns at once; see {@link #awaitReady}. */
  public static BrokerProcess start(Plan plan) {
    var broker = new BrokerProcess(plan);
    Directories.owners(plan.directory());
    broker.startAgain();
    return broker;
  }

  /** Starts it once more, after {@link #stop} or {@link #kill}. */
  @Override
  public void startAgain() {
    try {
      Files.deleteIfExists(plan.directory().resolve(READY));
      var command = new ArrayList<String>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(JAVA_OPTIONS);
      command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");
      command.add("-cp");
      // Surefire puts the real one aside.
      command.add(
          System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
      command.add(BrokerNode.class.getName());
      command.addAll(plan.arguments());
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start a broker", e);
    }
  }

  private Path log() {
    return plan.directory().resolve("log.txt");
  }

  private Process started() {
    if (process == null) {
      throw new IllegalStateException("it was not started");
    }
    return process;
  }

  /** Waits until it can be used; of a cluster, most nodes must be there for that. */
  @Override
  public BrokerProcess awaitReady(Duration limit) {
    return Waiting.until(
        "the broker of " + plan.directory() + " ready",
        limit,
        () -> {
          if (!isRunning()) {
            throw new IllegalStateException("the broker ended; see " + log());
          }
          return Files.exists(plan.directory().resolve(READY))
              ? Optional.of(this)
              : Optional.empty();
        });
  }

  @Override
  public boolean isRunning() {
    return started().isAlive();
  }

  /** SIGKILL, then waits for the end. */
  @Override
  public void kill() {
    started().destroyForcibly().onExit().join();
  }

  /** SIGTERM, then waits for the end; SIGKILL after 30 s. */
  @Override
  public void stop() {
    started().destroy();
    try {
      if (!started().waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        kill();
      }
    } catch (InterruptedException e) {
      kill();
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public long pid() {
    return started().pid();
  }

  /** How a Kafka client that may do everything reaches it; contains a secret. */
  public Map<String, String> clientSettings() {
    return EmbeddedBroker.clientSettings(plan.directory(), plan.port());
  }
}
