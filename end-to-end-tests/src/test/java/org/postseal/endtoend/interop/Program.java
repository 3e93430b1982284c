package org.postseal.endtoend.interop;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.postseal.endtoend.gateway.Application;

/** Another project's program, run to its end. */
record Program(Path file) {

  /** Where programs are whose packages cannot be installed beside one another. */
  private static final Path UNPACKED = Application.repository().resolve("target/postseal/interop");

  /** How it ended, and what it printed on both outputs. */
  record Run(int exitStatus, String printed) {}

  /** Finds it in the usual directories, or skips the test with a message that says what to do. */
  static Program installed(String name) {
    var found = find(name);
    assumeTrue(found.isPresent(), name + " is not installed; ./postseal test --interop does that");
    return new Program(found.orElseThrow());
  }

  private static Optional<Path> find(String name) {
    return Stream.concat(
            Stream.of("/usr/bin", "/usr/sbin", "/usr/local/bin", "/opt/homebrew/bin").map(Path::of),
            Stream.of("usr/bin", "usr/sbin").map(UNPACKED::resolve))
        .map(directory -> directory.resolve(name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Runs it with its standard input closed. */
  Run run(Duration limit, List<String> arguments) throws IOException, InterruptedException {
    return run(limit, arguments, new byte[0]);
  }

  Run run(Duration limit, List<String> arguments, byte[] input)
      throws IOException, InterruptedException {
    var printed = Files.createTempFile("postseal-interop", ".txt");
    try {
      var process = start(arguments, printed);
      try (var in = process.getOutputStream()) {
        in.write(input);
      }
      if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
        throw new IllegalStateException(
            file + " did not end in " + limit + "; it printed:\n" + Files.readString(printed));
      }
      return new Run(process.exitValue(), Files.readString(printed, StandardCharsets.ISO_8859_1));
    } finally {
      Files.delete(printed);
    }
  }

  /** Starts it and leaves it running; the caller ends it. */
  Process start(List<String> arguments, Path output) throws IOException {
    return new ProcessBuilder(
            Stream.concat(Stream.of(file.toString()), arguments.stream()).toList())
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start();
  }
}
