package org.postseal.relay.delivery;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.postseal.relay.RelaySettings;

/** A relay in a process of its own that can be killed. Its settings are in the file it is given. */
public final class RelayProcess implements AutoCloseable {
  private static final String KAFKA = "kafka.";

  private final Process process;

  private RelayProcess(Process process) {
    this.process = process;
  }

  /** What runs in the process. */
  public static void main(String[] arguments) throws Exception {
    var settings = new HashMap<String, String>();
    var kafka = new HashMap<String, Object>();
    var properties = new Properties();
    try (var in = Files.newBufferedReader(Path.of(arguments[0]))) {
      properties.load(in);
    }
    properties.forEach(
        (key, value) -> {
          if (key.toString().startsWith(KAFKA)) {
            kafka.put(key.toString().substring(KAFKA.length()), value.toString());
          } else {
            settings.put(key.toString(), value.toString());
          }
        });
    var config =
        new SmallRyeConfigBuilder()
            .addDiscoveredConverters()
            .withSources(new PropertiesConfigSource(settings, "test", 100))
            .withMapping(RelaySettings.class)
            .withValidateUnknown(false)
            .build();
    var relay =
        new Relay(
            config.getConfigMapping(RelaySettings.class),
            kafka,
            new SimpleMeterRegistry(),
            OpenTelemetry.noop(),
            true);
    Runtime.getRuntime().addShutdownHook(new Thread(relay::stop));
    relay.start();
    Thread.sleep(Long.MAX_VALUE);
  }

  /** Starts one; its output is beside its settings. */
  static RelayProcess start(Path directory, Map<String, String> settings) throws IOException {
    var file = directory.resolve("relay.properties");
    var properties = new Properties();
    properties.putAll(settings);
    try (var out = Files.newBufferedWriter(file)) {
      properties.store(out, null);
    }
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-Xmx256m",
            "-Djava.io.tmpdir=" + directory,
            "-cp",
            System.getProperty("java.class.path"),
            RelayProcess.class.getName(),
            file.toString()));
    return new RelayProcess(
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(directory.resolve("relay.log").toFile()))
            .start());
  }

  /** SIGKILL. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  /** SIGTERM, and the end it comes to. */
  boolean terminate() throws InterruptedException {
    process.destroy();
    return process.waitFor(40, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
