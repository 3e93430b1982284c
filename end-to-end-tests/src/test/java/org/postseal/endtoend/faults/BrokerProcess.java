package org.postseal.endtoend.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.postseal.broker.BrokerSettings;
import org.postseal.broker.BrokerSettings.Durability;
import org.postseal.broker.EmbeddedBroker;
import org.postseal.broker.FreePorts;
import org.postseal.endtoend.gateway.Directories;
import org.postseal.endtoend.gateway.Waiting;

/** A broker in a process of its own, to be killed and started again in its place. */
final class BrokerProcess implements AutoCloseable {
  private static final String READY = "the broker can be used";
  private static final Duration START_LIMIT = Duration.ofMinutes(1);

  private final Path directory;
  private final int port = FreePorts.one();
  private int starts;
  private Process process;

  private BrokerProcess(Path directory) {
    this.directory = Directories.owners(directory);
    this.process = started();
  }

  static BrokerProcess start(Path directory) {
    return new BrokerProcess(directory);
  }

  /** How a Kafka client reaches it; contains a secret. */
  Map<String, String> clientSettings() {
    return EmbeddedBroker.clientSettings(directory, port);
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
              Integer.toString(port))
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

  /** The process: a directory and a port. It ends when it is killed, or when nobody is left. */
  static void main(String[] arguments) throws InterruptedException {
    var settings =
        new BrokerSettings(
            Path.of(arguments[0]), Integer.parseInt(arguments[1]), Durability.PAGE_CACHE);
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
