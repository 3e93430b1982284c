package org.postseal.standalone;

import io.quarkus.runtime.Application;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import org.postseal.broker.BrokerSettings;
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
    EmbeddedBroker broker;
    try {
      GeneratedSecrets.in(settings.data());
      StrictStart.usableOrExit(all);
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
    settings.hostName().ifPresent(name -> System.setProperty(HOST_NAME, name));
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

  private static void stopLast(EmbeddedBroker broker) {
    var services = Application.currentApplication();
    if (services != null) {
      services.awaitShutdown();
    }
    broker.close();
  }
}
