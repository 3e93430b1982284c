package org.postseal.commandline.gateway;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/**
 * {@code --data}: the gateway that a command is about. In its place {@code POSTSEAL_DATA}, then the
 * gateway that this user runs, then what {@code postseal.properties} says, then {@code ./data}.
 */
public final class DataOption {
  private static final Path DEFAULT = Path.of("data");
  private static final String DEFAULT_URL = "http://127.0.0.1:8080";

  @Spec(Target.MIXEE)
  private @Nullable CommandSpec spec;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = {
        "the gateway's data directory (default: $POSTSEAL_DATA,",
        "the running gateway's, postseal.properties', ./data)"
      })
  private @Nullable Path given;

  /**
   * The data directory.
   *
   * @throws ParameterException several gateways run, and nothing says which is meant
   */
  public Path directory() {
    if (given != null) {
      return given;
    }
    var environment = System.getenv("POSTSEAL_DATA");
    if (environment != null && !environment.isEmpty()) {
      return Path.of(environment);
    }
    var configured = SettingsFile.data().orElse(DEFAULT);
    var running = RunningGateways.all();
    return running.isEmpty() ? configured : runningOne(running, configured);
  }

  private Path runningOne(List<RunningGateway> running, Path configured) {
    var wanted = configured.toAbsolutePath().normalize();
    if (running.stream().anyMatch(one -> one.data().equals(wanted))) {
      return configured;
    }
    if (running.size() > 1) {
      var directories = running.stream().map(one -> one.data().toString()).sorted().toList();
      throw new ParameterException(
          spec().commandLine(),
          "several gateways run here; --data says which: " + String.join(", ", directories));
    }
    return running.getFirst().data();
  }

  /** The gateway that runs with this data directory. */
  public Optional<RunningGateway> running() {
    return RunningGateways.of(directory());
  }

  /** Where its API is; the usual place if it does not run. */
  public String url() {
    return running().map(RunningGateway::url).orElse(DEFAULT_URL);
  }

  /** A file in the data directory. */
  public Path file(String name) {
    return directory().resolve(name);
  }

  private CommandSpec spec() {
    if (spec == null) {
      throw new IllegalStateException("picocli sets it");
    }
    return spec;
  }
}
