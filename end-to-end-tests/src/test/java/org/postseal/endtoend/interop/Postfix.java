package org.postseal.endtoend.interop;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.postseal.endtoend.interop.Program.Run;

/**
 * Postfix, with a configuration and a queue of its own, that relays everything it is given and
 * listens nowhere, or at one port. Needs root, as Postfix does.
 */
final class Postfix implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Path directory;

  private Postfix(Path directory) {
    this.directory = directory;
  }

  /** Starts it with more lines of main.cf; skips the test where that cannot be. */
  static Postfix start(Path directory, String... settings)
      throws IOException, InterruptedException {
    return start(directory, List.of(), settings);
  }

  /** The same as a server at a port of loopback. */
  static Postfix listening(Path directory, int port, String... settings)
      throws IOException, InterruptedException {
    return start(
        directory,
        List.of("127.0.0.1:" + port + " inet n - n - - smtpd", "discard unix - - n - - discard"),
        settings);
  }

  private static Postfix start(Path directory, List<String> services, String... settings)
      throws IOException, InterruptedException {
    assumeTrue(System.getProperty("user.name").equals("root"), "Postfix needs root");
    var program = Program.installed("postfix");
    Files.createDirectories(directory.resolve("spool"));
    Files.setOwner(
        Files.createDirectories(directory.resolve("data")),
        directory.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("postfix"));
    var postfix = new Postfix(directory);
    var main =
        Stream.concat(
                Stream.of(
                    "compatibility_level = 3.6",
                    "queue_directory = " + directory.resolve("spool"),
                    "data_directory = " + directory.resolve("data"),
                    "maillog_file = " + directory.resolve("log"),
                    "maillog_file_prefixes = " + directory,
                    "inet_interfaces = 127.0.0.1",
                    "myhostname = relay.unsigned.example",
                    "mydestination =",
                    "alias_maps =",
                    "append_dot_mydomain = no",
                    "smtp_host_lookup = native",
                    "smtp_sasl_mechanism_filter = !gssapi, static:all"),
                Stream.of(settings))
            .toList();
    Files.write(directory.resolve("main.cf"), main);
    var master =
        List.of(
            "pickup unix n - n 1 1 pickup",
            "cleanup unix n - n - 0 cleanup",
            "qmgr unix n - n 300 1 qmgr",
            "rewrite unix - - n - - trivial-rewrite",
            "bounce unix - - n - 0 bounce",
            "defer unix - - n - 0 bounce",
            "trace unix - - n - 0 bounce",
            "smtp unix - - n - - smtp",
            "relay unix - - n - - smtp",
            "error unix - - n - - error",
            "retry unix - - n - - error",
            "proxymap unix - - n - - proxymap",
            "tlsmgr unix - - n 1000? 1 tlsmgr",
            "postlog unix-dgram n - n - 1 postlogd");
    Files.write(
        directory.resolve("master.cf"), Stream.concat(master.stream(), services.stream()).toList());
    var run = program.run(LIMIT, List.of("-c", directory.toString(), "start"));
    if (run.exitStatus() != 0) {
      throw new IllegalStateException(run.printed() + postfix.log());
    }
    return postfix;
  }

  /** Hands it a message, as its users' programs do, with more options of sendmail(1). */
  Run send(String reversePath, String recipient, byte[] message, String... options)
      throws IOException, InterruptedException {
    return Program.installed("sendmail")
        .run(
            LIMIT,
            Stream.of(
                    Stream.of("-C", directory.toString(), "-i", "-f", reversePath),
                    Stream.of(options),
                    Stream.of("--", recipient))
                .flatMap(arguments -> arguments)
                .toList(),
            new String(message, StandardCharsets.ISO_8859_1)
                .replace("\r\n", "\n")
                .getBytes(StandardCharsets.ISO_8859_1));
  }

  /** What it has logged. */
  String log() throws IOException {
    var file = directory.resolve("log");
    return Files.exists(file) ? Files.readString(file) : "";
  }

  @Override
  public void close() throws IOException {
    try {
      Program.installed("postfix").run(LIMIT, List.of("-c", directory.toString(), "stop"));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
