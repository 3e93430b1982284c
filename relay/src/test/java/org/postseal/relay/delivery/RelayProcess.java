package org.postseal.relay.delivery;

import io.micrometer.core.instrument.MeterRegistry;
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
import org.postseal.relay.desk.DeskConsumers;
import org.postseal.relay.desk.OrderBook;

/** A relay in a process of its own that can be killed. Its settings are in the file it is given. */
public final class RelayProcess implements AutoCloseable {
  private static final String KAFKA = "kafka.";

  private final Path started;
  private final Process process;

  private RelayProcess(Path started, Process process) {
    this.started = started;
    this.process = process;
  }

  /** What runs in the process. */
  public static void main(String[] arguments) throws Exception {
    var properties = new Properties();
    try (var in = Files.newBufferedReader(Path.of(arguments[0]))) {
      properties.load(in);
    }
    var settings = new HashMap<String, String>();
    properties.forEach((key, value) -> settings.put(key.toString(), value.toString()));
    var relay = relay(settings, new SimpleMeterRegistry());
    Runtime.getRuntime().addShutdownHook(new Thread(relay::stop));
    relay.start();
    Files.writeString(started(Path.of(arguments[0])), "");
    Thread.sleep(Long.MAX_VALUE);
  }

  private static Path started(Path settings) {
    return settings.resolveSibling("started");
  }

  /** A relay that is not started, in this process. */
  static Relay relay(Map<String, String> settings, MeterRegistry meters) {
    var kafka = new HashMap<String, Object>();
    var own = new HashMap<String, String>();
    settings.forEach(
        (key, value) -> {
          if (key.startsWith(KAFKA)) {
            kafka.put(key.substring(KAFKA.length()), value);
          } else {
            own.put(key, value);
          }
        });
    var config =
        new SmallRyeConfigBuilder()
            .addDiscoveredConverters()
            .withSources(new PropertiesConfigSource(own, "test", 100))
            .withMapping(RelaySettings.class)
            .withValidateUnknown(false)
            .build();
    return new Relay(
        config.getConfigMapping(RelaySettings.class),
        kafka,
        new OrderBook(),
        new DeskConsumers(kafka),
        meters,
        OpenTelemetry.noop(),
        true);
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
            "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
            "-Djava.io.tmpdir=" + directory,
            "-cp",
            System.getProperty("java.class.path"),
            RelayProcess.class.getName(),
            file.toString()));
    Files.deleteIfExists(started(file));
    return new RelayProcess(
        started(file),
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(directory.resolve("relay.log").toFile()))
            .start());
  }

  /** Returns when it has begun to read. */
  RelayProcess awaitStart() throws InterruptedException {
    while (!Files.exists(started) && process.isAlive()) {
      Thread.sleep(20);
    }
    return this;
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
