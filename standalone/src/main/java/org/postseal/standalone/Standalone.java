package org.postseal.standalone;

import io.quarkus.runtime.Application;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.quarkus.runtime.configuration.ConfigUtils;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.utils.Exit;
import org.postseal.broker.BrokerSettings;
import org.postseal.broker.DataDirectory;
import org.postseal.broker.EmbeddedBroker;
import org.postseal.commandline.Manners;
import org.postseal.commandline.up.UpCommand;
import org.postseal.settings.Contradictions;
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
    readOptionsOrExit(arguments);
    hostNameOrExit();
    var all = StrictStart.settingsOrExit(Map.of(HOST_NAME, machineName()));
    var settings = all.of(StandaloneSettings.class);
    var reason = BrokerTrouble.watched();
    sayWhyTheBrokerEnds(settings.data(), reason);
    var data = dataOrExit(settings);
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
      throw StrictStart.exit(
          StrictStart.CANNOT_START,
          List.of(
              "the broker cannot start with %s: %s"
                  .formatted(settings.data(), BrokerTrouble.rootCause(e))));
    }
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> stopLast(broker)));
    broker.clientSettings().forEach((key, value) -> System.setProperty("kafka." + key, value));
    settings.hostName().ifPresent(name -> System.setProperty(HOST_NAME, name));
    Quarkus.run();
  }

  /** What {@code postseal up} was told becomes settings of this process. */
  private static void readOptionsOrExit(String[] arguments) {
    var up = new UpCommand();
    var line = Manners.alone(up);
    int status = line.execute(arguments);
    var parsed = line.getParseResult();
    if (status != 0 || parsed.isUsageHelpRequested() || parsed.isVersionHelpRequested()) {
      System.exit(status);
    }
    up.settings().forEach(System::setProperty);
  }

  /** One line, before every service says the same of the name that it is given. */
  private static void hostNameOrExit() {
    ConfigUtils.configBuilder()
        .build()
        .getOptionalValue(HOST_NAME, String.class)
        .filter(name -> !Contradictions.isHostName(name))
        .ifPresent(
            name -> {
              throw StrictStart.exit(List.of(HOST_NAME + " is no host name: " + name));
            });
  }

  /**
   * The directory, locked; does not return if others can look into it, another gateway has it, or
   * there is no room.
   */
  private static DataDirectory dataOrExit(StandaloneSettings settings) {
    var path = settings.data();
    return switch (DataDirectory.open(path)) {
      case DataDirectory.Opening.Ours(var directory) -> {
        long free = path.toFile().getUsableSpace();
        if (free < settings.freeSpace().asLongValue()) {
          throw StrictStart.exit(
              StrictStart.CANNOT_START,
              List.of(
                  "%s has too little room: %d MiB are free, postseal.standalone.free-space asks for %d"
                      .formatted(
                          path.toAbsolutePath().normalize(),
                          free >> 20,
                          settings.freeSpace().asLongValue() >> 20)));
        }
        yield directory;
      }
      case DataDirectory.Opening.Refused(var line) ->
          throw StrictStart.exit(List.of("postseal.standalone.data: " + line));
    };
  }

  /**
   * Kafka ends the process when it can no longer write, and what it has logged by then may never be
   * shown: before Quarkus runs there is no place for it.
   */
  private static void sayWhyTheBrokerEnds(Path data, BrokerTrouble trouble) {
    Exit.setHaltProcedure(
        (status, message) -> {
          System.err.println(trouble.line(data, message));
          Runtime.getRuntime().halt(status);
          throw new IllegalStateException("the process has ended");
        });
    Exit.setExitProcedure(
        (status, message) -> {
          System.err.println(trouble.line(data, message));
          System.exit(status);
          throw new IllegalStateException("the process has ended");
        });
  }

  private static String machineName() {
    try {
      var name = InetAddress.getLocalHost().getCanonicalHostName();
      return Contradictions.isHostName(name) ? name : "localhost";
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
