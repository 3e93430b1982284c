package org.postseal.commandline.kafka;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.CommonClientConfigs;
import org.jspecify.annotations.Nullable;
import org.postseal.commandline.gateway.DataOption;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Where the cluster is and who we are to it; the default is what {@code ./postseal up} runs. */
public final class KafkaOptions {

  @Spec(Target.MIXEE)
  private @Nullable CommandSpec spec;

  @Option(
      names = "--bootstrap",
      paramLabel = "HOST:PORT",
      description = "Where the cluster is, if not in the client's properties.")
  private @Nullable String bootstrap;

  @Option(
      names = "--command-config",
      paramLabel = "FILE",
      description = {
        "Properties of the Kafka client: security.protocol, keystore, …",
        "(default: $POSTSEAL_KAFKA_CLIENT, else without --bootstrap",
        "kafka-client.properties in --data)."
      })
  private @Nullable Path commandConfig;

  @Mixin private final DataOption gateway = new DataOption();

  /**
   * The settings of a Kafka client; a secret may be among them.
   *
   * @throws ParameterException neither a cluster nor a readable file was named
   */
  public Map<String, Object> clientSettings() {
    var settings = new HashMap<String, Object>();
    var file = file();
    file.ifPresent(one -> read(one, settings));
    if (bootstrap != null) {
      settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
    }
    if (!settings.containsKey(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG)) {
      throw unusable(
          "no bootstrap.servers in "
              + file.map(Path::toString).orElse("")
              + "; --bootstrap says which cluster");
    }
    return settings;
  }

  /** Empty if the cluster is named and nothing else is needed to reach it. */
  private Optional<Path> file() {
    if (commandConfig != null) {
      return Optional.of(commandConfig);
    }
    var environment = System.getenv("POSTSEAL_KAFKA_CLIENT");
    if (environment != null && !environment.isEmpty()) {
      return Optional.of(Path.of(environment));
    }
    return bootstrap == null
        ? Optional.of(gateway.file("kafka-client.properties"))
        : Optional.empty();
  }

  private void read(Path file, Map<String, Object> settings) {
    var properties = new Properties();
    try (var reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException _) {
      throw unusable(
          "cannot read "
              + file
              + "; --data, --bootstrap or --command-config says which gateway or cluster");
    }
    properties.forEach((key, value) -> settings.put(key.toString(), value));
  }

  private ParameterException unusable(String message) {
    if (spec == null) {
      throw new IllegalStateException("picocli sets it");
    }
    return new ParameterException(spec.commandLine(), message);
  }
}
