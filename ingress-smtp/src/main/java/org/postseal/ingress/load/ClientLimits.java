package org.postseal.ingress.load;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.postseal.accounts.throttle.Network;
import org.postseal.accounts.throttle.RateLimit;

/**
 * How much of the server one client may have, at one time and in a period: counted for its address,
 * for the network it is in, and for the listener it came to. What would be too much for one of them
 * is taken from none. Networks of the operator's are not counted.
 *
 * <p>Safe for several threads; memory is bounded by the open sessions and by {@link Settings#keys}.
 */
public final class ClientLimits {

  /** For whom it is counted. */
  public enum Scope {
    ADDRESS,
    NETWORK,
    LISTENER
  }

  /**
   * How much there is for one of a scope; 0 for no limit.
   *
   * @param sessions at one time
   * @param connections per period
   * @param messages per period
   * @param recipients per period
   * @param octets of content per period
   * @param queries by XSIGNPOL per period
   */
  public record Amounts(
      int sessions, long connections, long messages, long recipients, long octets, long queries) {
    public static final Amounts UNLIMITED = new Amounts(0, 0, 0, 0, 0, 0);
  }

  /**
   * What is counted, and for whom.
   *
   * @param keys how many addresses, and how many networks, are remembered
   * @param unlimited not counted
   */
  public record Settings(
      Map<Scope, Amounts> amounts,
      Duration period,
      int keys,
      Network.PrefixLengths prefixes,
      List<Network> unlimited) {}

  private enum Flow {
    CONNECTIONS,
    MESSAGES,
    RECIPIENTS,
    OCTETS,
    QUERIES;

    private long amount(Amounts amounts) {
      return switch (this) {
        case CONNECTIONS -> amounts.connections();
        case MESSAGES -> amounts.messages();
        case RECIPIENTS -> amounts.recipients();
        case OCTETS -> amounts.octets();
        case QUERIES -> amounts.queries();
      };
    }
  }

  private record Counted(Scope scope, Flow flow) {}

  private record Key(Scope scope, String name) {}

  private final Settings settings;
  private final Map<Counted, RateLimit> rates = new ConcurrentHashMap<>();
  private final Map<Key, Integer> sessions = new ConcurrentHashMap<>();

  public ClientLimits(Settings settings) {
    this.settings = settings;
    for (var scope : Scope.values()) {
      for (var flow : Flow.values()) {
        long amount = flow.amount(amounts(scope));
        rates.put(
            new Counted(scope, flow), new RateLimit(amount, settings.period(), settings.keys()));
      }
    }
  }

  private Amounts amounts(Scope scope) {
    return settings.amounts().getOrDefault(scope, Amounts.UNLIMITED);
  }

  /**
   * One more session of a client.
   *
   * @return for whom it would be too much; if for nobody, {@link #leave} must follow
   */
  public Optional<Scope> enter(String address, String listener, Instant now) {
    var keys = keys(address, listener);
    for (int i = 0; i < keys.size(); i++) {
      var key = keys.get(i);
      int atMost = amounts(key.scope()).sessions();
      if (sessions.merge(key, 1, Integer::sum) > atMost && atMost > 0) {
        keys.subList(0, i + 1).forEach(this::leave);
        return Optional.of(key.scope());
      }
    }
    var exceeded = take(keys, Flow.CONNECTIONS, 1, now);
    if (exceeded.isPresent()) {
      keys.forEach(this::leave);
    }
    return exceeded;
  }

  /** The end of a session that was let in. */
  public void leave(String address, String listener) {
    keys(address, listener).forEach(this::leave);
  }

  private void leave(Key key) {
    sessions.computeIfPresent(key, (_, count) -> count > 1 ? count - 1 : null);
  }

  /** One more message; for whom it would be too much. */
  public Optional<Scope> message(String address, String listener, Instant now) {
    return take(keys(address, listener), Flow.MESSAGES, 1, now);
  }

  /** One more recipient; for whom it would be too much. */
  public Optional<Scope> recipient(String address, String listener, Instant now) {
    return take(keys(address, listener), Flow.RECIPIENTS, 1, now);
  }

  /** One more query by XSIGNPOL; for whom it would be too much. */
  public Optional<Scope> query(String address, String listener, Instant now) {
    return take(keys(address, listener), Flow.QUERIES, 1, now);
  }

  /** So much content; for whom it would be too much. */
  public Optional<Scope> content(String address, String listener, long octets, Instant now) {
    return take(keys(address, listener), Flow.OCTETS, octets, now);
  }

  private Optional<Scope> take(List<Key> keys, Flow flow, long wanted, Instant now) {
    for (var key : keys) {
      if (!rate(key, flow).holds(key.name(), wanted, now)) {
        return Optional.of(key.scope());
      }
    }
    keys.forEach(key -> rate(key, flow).take(key.name(), wanted, now));
    return Optional.empty();
  }

  private RateLimit rate(Key key, Flow flow) {
    return rates.get(new Counted(key.scope(), flow));
  }

  /** None for a client that is not counted. */
  private List<Key> keys(String address, String listener) {
    return network(address)
        .map(
            network ->
                List.of(
                    new Key(Scope.ADDRESS, address),
                    new Key(Scope.NETWORK, network),
                    new Key(Scope.LISTENER, listener)))
        .orElse(List.of());
  }

  /** The network this address counts for; nothing for a client that is not counted. */
  public Optional<String> network(String address) {
    var literal = InetAddress.ofLiteral(address);
    return isUnlimited(literal)
        ? Optional.empty()
        : Optional.of(Network.around(literal, settings.prefixes()).toString());
  }

  private boolean isUnlimited(InetAddress address) {
    return settings.unlimited().stream().anyMatch(network -> network.contains(address));
  }
}
