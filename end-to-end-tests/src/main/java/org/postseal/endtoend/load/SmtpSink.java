package org.postseal.endtoend.load;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Postfix's {@code smtp-sink}: a next hop that takes everything, counts it, and keeps nothing. */
public final class SmtpSink implements AutoCloseable {
  private static final String BACKLOG = "256";
  private static final String COUNTED = "mesg=";

  private final int port;
  private final Process process;
  private volatile int messages;
  private volatile long lastNanos = System.nanoTime();

  private SmtpSink(int port, Process process) {
    this.port = port;
    this.process = process;
    Thread.ofPlatform().daemon().name("sink-count").start(this::read);
  }

  /** Starts it on a free port of loopback; empty if it is not installed. */
  public static Optional<SmtpSink> start() {
    return program("smtp-sink").map(SmtpSink::start);
  }

  private static SmtpSink start(Path program) {
    try {
      int port = freePort();
      var process =
          new ProcessBuilder(
                  // root may not run it as itself
                  List.of(
                      program.toString(), "-c", "-u", "nobody", "inet:127.0.0.1:" + port, BACKLOG))
              .redirectErrorStream(true)
              .start();
      return new SmtpSink(port, process);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start smtp-sink", e);
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** One of Postfix's programs, if it is installed. */
  static Optional<Path> program(String name) {
    return Stream.of("/usr/sbin", "/usr/bin", "/usr/local/sbin", "/opt/homebrew/sbin")
        .map(directory -> Path.of(directory, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** It prints a line of counters, ended by CR, whenever one of them changes. */
  private void read() {
    try (InputStream in = process.getInputStream()) {
      var line = new StringBuilder();
      var octets = new byte[8192];
      for (int got = in.read(octets); got > 0; got = in.read(octets)) {
        line.append(new String(octets, 0, got, StandardCharsets.US_ASCII));
        count(line);
      }
    } catch (IOException _) {
      // closed
    }
  }

  private void count(StringBuilder printed) {
    int end = printed.lastIndexOf("\r");
    int at = printed.lastIndexOf(COUNTED, end);
    if (end < 0 || at < 0) {
      return;
    }
    int now = Integer.parseInt(printed.substring(at + COUNTED.length(), end).strip());
    if (now != messages) {
      messages = now;
      lastNanos = System.nanoTime();
    }
    printed.delete(0, end);
  }

  public int port() {
    return port;
  }

  /** Messages it has taken. */
  public int messages() {
    return messages;
  }

  /** When it took the last, as {@link System#nanoTime}. */
  public long lastNanos() {
    return lastNanos;
  }

  @Override
  public void close() {
    process.destroy();
  }
}
