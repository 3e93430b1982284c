package org.postseal.standalone;

import io.quarkus.runtime.Application;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.utils.Exit;
import org.jspecify.annotations.Nullable;
import org.postseal.broker.BrokerSettings;
import org.postseal.broker.DataDirectory;
import org.postseal.broker.EmbeddedBroker;
import org.postseal.settings.StrictStart;

/**
 * Starts the broker, then the services as its clients. On SIGTERM or Ctrl-C the services finish
 * what they hold (Quarkus stops them) and the broker stops after them.
 */
@QuarkusMain
public final class Standalone {

  private static final String HOST_NAME = "postseal.standalone.host-name";

  private Standalone() {}

  public static void main(String[] arguments) {
    var all = StrictStart.settingsOrExit(Map.of(HOST_NAME, machineName()));
    var settings = all.of(StandaloneSettings.class);
    sayWhyTheBrokerEnds(settings.data());
    var data = dataOrExit(settings.data());
    EmbeddedBroker broker;
    try {
      GeneratedSecrets.in(settings.data());
      StrictStart.usableOrExit(all);
      broker =
          EmbeddedBroker.start(
              new BrokerSettings(settings.data(), settings.brokerPort(), settings.durability()),
              data);
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
    settings.hostName().ifPresent(name -> System.setProperty(HOST_NAME, name));
    Quarkus.run(arguments);
  }

  /**
   * The directory, locked; does not return if others can look into it or another gateway has it.
   */
  private static DataDirectory dataOrExit(Path path) {
    return switch (DataDirectory.open(path)) {
      case DataDirectory.Opening.Ours(var directory) -> directory;
      case DataDirectory.Opening.Refused(var line) ->
          throw StrictStart.exit(List.of("postseal.standalone.data: " + line));
    };
  }

  /**
   * Kafka ends the process when it can no longer write, and what it has logged by then may never be
   * shown: before Quarkus runs there is no place for it.
   */
  private static void sayWhyTheBrokerEnds(Path data) {
    Exit.setHaltProcedure(
        (status, message) -> {
          sayTheBrokerEnds(data, message);
          Runtime.getRuntime().halt(status);
          throw new IllegalStateException("the process has ended");
        });
    Exit.setExitProcedure(
        (status, message) -> {
          sayTheBrokerEnds(data, message);
          System.exit(status);
          throw new IllegalStateException("the process has ended");
        });
  }

  private static void sayTheBrokerEnds(Path data, @Nullable String message) {
    System.err.printf(
        "postseal: the broker cannot go on%s; %d MiB are free for %s. Mail that was taken is kept: make"
            + " room and start again%n",
        message == null ? "" : " (" + message + ")", data.toFile().getUsableSpace() >> 20, data);
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

  private static void stopLast(EmbeddedBroker broker) {
    var services = Application.currentApplication();
    if (services != null) {
      services.awaitShutdown();
    }
    broker.close();
  }
}
