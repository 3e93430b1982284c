package org.postseal.dns.server;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;

/** About which names a server misbehaves, and how. */
final class Faults {
  private final Map<Name, Fault> faults = new ConcurrentHashMap<>();
  private final Map<Name, Fault> faultsUnder = new ConcurrentHashMap<>();
  private volatile @Nullable Fault faultEverywhere;

  void at(Name name, Fault fault) {
    faults.put(name, fault);
  }

  void under(Name name, Fault fault) {
    faultsUnder.put(name, fault);
  }

  void everywhere(Fault fault) {
    faultEverywhere = fault;
  }

  void heal() {
    faults.clear();
    faultsUnder.clear();
    faultEverywhere = null;
  }

  /** The nearest that concerns this name. */
  @Nullable Fault of(Name name) {
    return Stream.concat(
            Stream.ofNullable(faults.get(name)),
            faultsUnder.keySet().stream().filter(name::subdomain).map(faultsUnder::get))
        .findFirst()
        .orElse(faultEverywhere);
  }
}
