package org.postseal.registry.publication;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.postseal.authentication.dns.Dns;
import org.postseal.authentication.dns.DnsAnswer;
import org.postseal.authentication.dns.DomainName;
import org.postseal.dns.update.DynamicUpdates;
import org.postseal.registry.key.KeyName;
import org.postseal.registry.key.SigningKey;

/**
 * Puts key records into zones of a server that takes dynamic updates (RFC 2136). A record that
 * stands there as it should is left alone, so that zones do not change for nothing.
 */
public final class DynamicUpdatePublisher implements Publisher {

  private final List<DomainName> zones;
  private final DynamicUpdates updates;
  private final Dns server;
  private final Duration ttl;

  /**
   * Prepares.
   *
   * @param zones of the server, as it is configured
   * @param server the same server, to be asked what stands there
   */
  public DynamicUpdatePublisher(
      List<DomainName> zones, DynamicUpdates updates, Dns server, Duration ttl) {
    this.zones =
        zones.stream()
            .sorted(Comparator.comparingInt((DomainName zone) -> zone.ascii().length()).reversed())
            .toList();
    this.updates = updates;
    this.server = server;
    this.ttl = ttl;
  }

  @Override
  public boolean isFor(KeyName name) {
    return zoneOf(name).isPresent();
  }

  /** The nearest one above the record. */
  private Optional<DomainName> zoneOf(KeyName name) {
    return zones.stream().filter(name.recordName()::isSameOrSubdomainOf).findFirst();
  }

  @Override
  public Published publish(List<SigningKey> keys) {
    var wanted = new LinkedHashMap<DomainName, List<DynamicUpdates.Text>>();
    for (var key : keys) {
      if (!stands(key)) {
        zoneOf(key.name())
            .ifPresent(
                zone ->
                    wanted
                        .computeIfAbsent(zone, _ -> new ArrayList<>())
                        .add(new DynamicUpdates.Text(key.name().recordName(), key.recordText())));
      }
    }
    for (var zone : wanted.entrySet()) {
      switch (updates.replace(zone.getKey(), zone.getValue(), ttl)) {
        case DynamicUpdates.Outcome.Taken() -> {}
        case DynamicUpdates.Outcome.Refused(var reason) -> {
          return failed(zone.getKey(), reason);
        }
        case DynamicUpdates.Outcome.Unknown(var reason) -> {
          return failed(zone.getKey(), reason);
        }
      }
    }
    return new Published.There();
  }

  private boolean stands(SigningKey key) {
    return server.txt(key.name().recordName()) instanceof DnsAnswer.Found<String>(var records, _, _)
        && records.equals(List.of(key.recordText()));
  }

  private static Published failed(DomainName zone, String reason) {
    return new Published.Failed("zone " + zone + ": " + reason);
  }
}
