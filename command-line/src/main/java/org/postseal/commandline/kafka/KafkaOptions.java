package org.postseal.commandline.kafka;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.CommonClientConfigs;
import org.jspecify.annotations.Nullable;
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
      defaultValue = "${env:POSTSEAL_KAFKA_CLIENT:-}",
      description = {
        "Properties of the Kafka client: security.protocol, keystore, …",
        "(default: $POSTSEAL_KAFKA_CLIENT, else without --bootstrap data/kafka-client.properties)."
      })
  private String commandConfig = "";

  /**
   * The settings of a Kafka client; a secret may be among them.
   *
   * @throws ParameterException neither a cluster nor a readable file was named
   */
  public Map<String, Object> clientSettings() {
    var settings = new HashMap<String, Object>();
    if (!commandConfig.isEmpty()) {
      read(Path.of(commandConfig), settings);
    } else if (bootstrap == null) {
      read(Path.of("data", "kafka-client.properties"), settings);
    }
    if (bootstrap != null) {
      settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
    }
    if (!settings.containsKey(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG)) {
      throw unusable("no bootstrap.servers in " + commandConfig + ": which cluster? --bootstrap");
    }
    return settings;
  }

  private void read(Path file, Map<String, Object> settings) {
    var properties = new Properties();
    try (var reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException _) {
      throw unusable("cannot read " + file + ": which cluster? --bootstrap or --command-config");
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
