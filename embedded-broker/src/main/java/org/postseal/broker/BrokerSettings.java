package org.postseal.broker;

import java.nio.file.Path;

/**
 * How an embedded broker runs.
 *
 * @param directory holds its log, its identity and its secret; created if absent
 * @param port on loopback; 0 takes a free one, which a restart must then be told
 * @param durability what an acknowledged record has survived
 */
public record BrokerSettings(Path directory, int port, Durability durability) {
  /** What an acknowledged record has survived. With one replica there is no other copy of it. */
  public enum Durability {
    /** Topics that hold accepted mail or the registry are flushed to disk record by record. */
    DISK,
    /** The page cache: survives the process, not the machine. For tests and measurements. */
    PAGE_CACHE
  }
}
