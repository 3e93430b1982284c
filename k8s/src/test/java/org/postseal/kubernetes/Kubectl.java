package org.postseal.kubernetes;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** {@code kubectl} of this machine, which renders without a cluster. */
record Kubectl(Path program) {
  private static final int OLDEST_MINOR = 27;
  private static final long LIMIT_SECONDS = 60;

  /** Finds it, or skips the test with a message that says what is missing. */
  static Kubectl installed() {
    var found =
        Pattern.compile(File.pathSeparator)
            .splitAsStream(Optional.ofNullable(System.getenv("PATH")).orElse(""))
            .map(directory -> Path.of(directory, "kubectl"))
            .filter(Files::isExecutable)
            .findFirst();
    assumeTrue(found.isPresent(), "kubectl is not installed; 1." + OLDEST_MINOR + " or newer");
    var kubectl = new Kubectl(found.orElseThrow());
    int minor = kubectl.minorVersion();
    assumeTrue(minor >= OLDEST_MINOR, "kubectl 1." + minor + " is older than 1." + OLDEST_MINOR);
    return kubectl;
  }

  private int minorVersion() {
    try {
      var version = JsonMapper.builder().build().readTree(run("version", "--client", "-o", "json"));
      var minor = version.path("clientVersion").path("minor").asText();
      return Integer.parseInt(minor.replaceAll("[^0-9].*", ""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What {@code kubectl apply -k} would send. */
  Manifests render(Path directory) {
    return new Manifests(new ManifestReader().read(run("kustomize", directory.toString())));
  }

  private String run(String... arguments) {
    try {
      var output = Files.createTempFile("postseal-kubectl", ".yaml");
      var errors = Files.createTempFile("postseal-kubectl", ".txt");
      try {
        var process =
            new ProcessBuilder(
                    Stream.concat(Stream.of(program.toString()), Stream.of(arguments)).toList())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
          process.destroyForcibly();
          throw new AssertionError("kubectl does not end");
        }
        if (process.exitValue() != 0) {
          throw new AssertionError(
              "kubectl " + List.of(arguments) + ": " + Files.readString(errors));
        }
        return Files.readString(output);
      } finally {
        Files.delete(output);
        Files.delete(errors);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
