package org.postseal.registry.publication;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.postseal.authentication.dns.DnsAnswer;
import org.postseal.dns.DnsjavaDns;
import org.postseal.dns.ResolverSettings;
import org.postseal.registry.key.SigningKey;
import org.postseal.registry.publication.Testimony.Witness;

/**
 * Looks for key records where strangers look: asks each configured resolver, and each server of the
 * zone that holds the record. Keeps nothing, so a record is seen as it is now; what a resolver
 * keeps (a denial, for the zone's negative TTL) is seen as well, for strangers see it too.
 *
 * <p>Where the record's name is an alias (CNAME), the servers of the zone at its end are asked.
 *
 * <p>Not done: asking from several places of the network, and validating DNSSEC.
 */
public final class PublicRecords {

  private final Whom whom;
  private final ZoneServers zones;
  private final InstantSource clock;

  /**
   * Who is asked.
   *
   * @param resolvers each by itself
   * @param patience with all of them together, about one record
   */
  public record Whom(List<InetSocketAddress> resolvers, Duration patience) {
    public Whom {
      resolvers = List.copyOf(resolvers);
    }
  }

  public PublicRecords(Whom whom, ZoneServers zones, InstantSource clock) {
    this.whom = whom;
    this.zones = zones;
    this.clock = clock;
  }

  /** Blocks no longer than the patience. */
  public Sighting look(SigningKey key) {
    var name = key.name().recordName();
    long deadline = System.nanoTime() + whom.patience().toNanos();
    var asked = new ArrayList<Asked>();
    for (var resolver : whom.resolvers()) {
      asked.add(ask(Witness.RESOLVER, text(resolver), () -> resolver(resolver).txt(name)));
    }
    var recursive = new DnsjavaDns(settings(whom.resolvers()));
    var found = begin(() -> zones.holding(name, recursive));
    switch (within(deadline, found).orElseGet(() -> new ZoneServers.Found.None("not in time"))) {
      case ZoneServers.Found.None(var reason) ->
          asked.add(
              ask(
                  Witness.AUTHORITATIVE,
                  "of " + key.name().domain(),
                  () -> new DnsAnswer.Unavailable<>(reason)));
      case ZoneServers.Found.Servers(var held, var servers) -> {
        for (var server : servers) {
          asked.add(
              ask(
                  Witness.AUTHORITATIVE,
                  server.name().ascii(),
                  () ->
                      server.refusal().isPresent()
                          ? new DnsAnswer.Unavailable<>(server.refusal().get())
                          : DnsjavaDns.ofZone(settings(server.addresses())).txt(held)));
        }
      }
    }
    var testimonies = asked.stream().map(each -> each.testimony(deadline)).toList();
    return new Sighting(name.ascii(), key.recordText(), clock.instant(), testimonies);
  }

  /** All of them at once, in the given order; blocks about as long as for one. */
  public List<Sighting> lookAtAll(List<SigningKey> keys) {
    var looking = keys.stream().map(key -> begin(() -> look(key))).toList();
    long deadline = System.nanoTime() + whom.patience().multipliedBy(2).toNanos();
    var sightings = new ArrayList<Sighting>();
    for (int i = 0; i < keys.size(); i++) {
      var key = keys.get(i);
      sightings.add(
          within(deadline, looking.get(i))
              .orElseGet(
                  () ->
                      new Sighting(
                          key.name().recordName().ascii(),
                          key.recordText(),
                          clock.instant(),
                          List.of())));
    }
    return sightings;
  }

  private DnsjavaDns resolver(InetSocketAddress address) {
    return new DnsjavaDns(settings(List.of(address)));
  }

  private ResolverSettings settings(List<InetSocketAddress> servers) {
    return ResolverSettings.of(servers).withPatience(whom.patience());
  }

  private static String text(InetSocketAddress address) {
    var host = address.getAddress().getHostAddress();
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
  }

  /** A question under way. */
  private record Asked(Witness witness, String server, FutureTask<DnsAnswer<String>> answer) {
    Testimony testimony(long deadline) {
      return new Testimony(
          witness,
          server,
          within(deadline, answer)
              .orElseGet(() -> new DnsAnswer.Unavailable<>("no answer in time")));
    }
  }

  private static Asked ask(Witness witness, String server, Supplier<DnsAnswer<String>> question) {
    return new Asked(witness, server, begin(question));
  }

  private static <T> FutureTask<T> begin(Supplier<T> question) {
    var task = new FutureTask<>(question::get);
    Thread.ofVirtual().name("key-record-sighting").start(task);
    return task;
  }

  private static <T> Optional<T> within(long deadline, FutureTask<T> task) {
    try {
      return Optional.of(task.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS));
    } catch (TimeoutException _) {
      return Optional.empty();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the DNS port does not throw", e);
    }
  }
}
