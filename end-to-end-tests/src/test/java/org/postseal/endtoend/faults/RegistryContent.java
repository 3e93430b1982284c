package org.postseal.endtoend.faults;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashSet;
import java.util.Set;

/**
 * What a registry's API says of everything it knows.
 *
 * @param entries of all lists
 */
record RegistryContent(Set<Entry> entries) {

  /**
   * An entry.
   *
   * @param list it is on: domains, blocklist, keys
   * @param name of a key its selector
   * @param says a domain's policy, why something is blocked, a key's state
   */
  record Entry(String list, String name, String says) {}

  /** Reads the three lists. */
  static RegistryContent of(String domains, String blocklist, String keys) {
    var entries = new HashSet<Entry>();
    read(entries, "domains", domains, "domain", "signingPolicy");
    read(entries, "blocklist", blocklist, "domain", "reason");
    read(entries, "keys", keys, "selector", "state");
    return new RegistryContent(Set.copyOf(entries));
  }

  private static void read(Set<Entry> entries, String list, String json, String name, String says) {
    try {
      for (var one : new ObjectMapper().readTree(json)) {
        entries.add(new Entry(list, one.path(name).asText(), one.path(says).asText()));
      }
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(list + " cannot be read", e);
    }
  }

  boolean has(String list, String name) {
    return entries.stream().anyMatch(e -> e.list().equals(list) && e.name().equals(name));
  }
}
