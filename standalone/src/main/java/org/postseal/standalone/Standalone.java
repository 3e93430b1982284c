package org.postseal.standalone;

import io.quarkus.runtime.Application;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.postseal.broker.BrokerSettings;
import org.postseal.broker.EmbeddedBroker;

/**
 * Starts the broker, then the services as its clients. On SIGTERM or Ctrl-C the services finish
 * what they hold (Quarkus stops them) and the broker stops after them.
 */
@QuarkusMain
public final class Standalone {

  /** Where Quarkus looks for an operator's settings, relative to the working directory. */
  private static final Path OPERATOR_SETTINGS = Path.of("config", "application.properties");

  private static final int ABOVE_PACKAGED_SETTINGS = 260;

  private Standalone() {}

  public static void main(String[] arguments) {
    var settings = settings();
    EmbeddedBroker broker;
    try {
      GeneratedSecrets.in(settings.data());
      broker =
          EmbeddedBroker.start(
              new BrokerSettings(settings.data(), settings.brokerPort(), settings.durability()));
      GeneratedSecrets.keepClientSettings(settings.data(), broker.clientSettings());
    } catch (RuntimeException e) {
      System.err.printf(
          "postseal: no broker on port %d with %s: %s%n",
          settings.brokerPort(), settings.data(), rootCause(e));
      System.exit(1);
      return;
    }
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> stopLast(broker)));
    broker.clientSettings().forEach((key, value) -> System.setProperty("kafka." + key, value));
    System.setProperty(
        "postseal.standalone.host-name", settings.hostName().orElseGet(Standalone::machineName));
    Quarkus.run(arguments);
  }

  private static String rootCause(Throwable failure) {
    var cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.toString();
  }

  private static String machineName() {
    try {
      return InetAddress.getLocalHost().getCanonicalHostName();
    } catch (UnknownHostException _) {
      return "localhost";
    }
  }

  /** The settings before Quarkus runs, from the places where Quarkus will look too. */
  private static StandaloneSettings settings() {
    var builder =
        new SmallRyeConfigBuilder()
            .addDefaultSources()
            .addDefaultInterceptors()
            .addDiscoveredConverters()
            .withMapping(StandaloneSettings.class)
            .withValidateUnknown(false);
    if (Files.exists(OPERATOR_SETTINGS)) {
      try {
        builder.withSources(
            new PropertiesConfigSource(OPERATOR_SETTINGS.toUri().toURL(), ABOVE_PACKAGED_SETTINGS));
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read " + OPERATOR_SETTINGS, e);
      }
    }
    return builder.build().getConfigMapping(StandaloneSettings.class);
  }

  private static void stopLast(EmbeddedBroker broker) {
    var services = Application.currentApplication();
    if (services != null) {
      services.awaitShutdown();
    }
    broker.close();
  }
}
