package org.postseal.standalone;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Optional;
import org.postseal.broker.BrokerSettings.Durability;

/** What concerns the process that holds all services; each service keeps its own settings. */
@ConfigMapping(prefix = "postseal.standalone")
public interface StandaloneSettings {

  /**
   * This system's name in the DNS, for all services: greetings, trace fields, results. The name the
   * machine gives itself if absent, which is rarely the one that others know.
   */
  Optional<String> hostName();

  /**
   * Everything that must survive a restart lies here: Kafka's log and the generated secrets. Made
   * with mode 0700 if absent; one that others can look into, or that another process uses, stops
   * the start.
   */
  @WithDefault("data")
  Path data();

  /** How much room the disk of {@code data} must have, or the process does not start. */
  @WithDefault("64M")
  MemorySize freeSpace();

  /** Port of the embedded broker, on loopback. */
  @WithDefault("9092")
  int brokerPort();

  /**
   * What a message has survived when its sender reads 250: {@code disk}, or {@code page-cache},
   * which is faster and loses mail when the machine (not the process) dies.
   */
  @WithDefault("disk")
  Durability durability();
}
