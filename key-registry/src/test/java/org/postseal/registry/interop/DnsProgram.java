package org.postseal.registry.interop;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** Another project's program, running until it is closed. */
final class DnsProgram implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Process process;
  private final Path printed;

  private DnsProgram(Process process, Path printed) {
    this.process = process;
    this.printed = printed;
  }

  /** Skips the test where the program is not installed. */
  static String installed(String name) {
    var found =
        Stream.of("/usr/bin", "/usr/sbin")
            .map(directory -> Path.of(directory, name))
            .filter(Files::isExecutable)
            .findFirst();
    assumeTrue(found.isPresent(), name + " is not installed; ./postseal test --interop does that");
    return found.orElseThrow().toString();
  }

  /** Starts it and waits until it is of use. */
  static DnsProgram start(List<String> command, Path directory, BooleanSupplier isUp)
      throws IOException, InterruptedException {
    var printed = Files.createTempFile(directory, "printed", ".txt");
    var program =
        new DnsProgram(
            new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile())
                .start(),
            printed);
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (!isUp.getAsBoolean()) {
      if (!program.process.isAlive() || System.nanoTime() > deadline) {
        program.close();
        throw new IllegalStateException(command + " did not start:\n" + Files.readString(printed));
      }
      Thread.sleep(50);
    }
    return program;
  }

  /** Runs it to its end and gives what it printed. */
  static String run(String name, String... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of(installed(name)));
    command.addAll(List.of(arguments));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IllegalStateException(command + " did not end:\n" + printed);
    }
    return printed;
  }

  String printed() {
    try {
      return Files.readString(printed);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static int freePort() {
    try (var socket =
        new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException _) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
