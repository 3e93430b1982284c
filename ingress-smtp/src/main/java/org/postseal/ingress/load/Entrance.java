package org.postseal.ingress.load;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.postseal.accounts.throttle.Network;
import org.postseal.ingress.session.Listener;

/** Who may come in, how many at one time, and whose word is taken for who a client is. */
public final class Entrance {
  private final Settings settings;
  private final Allowance allowance;
  private final Optional<Blocklists> blocklists;
  private final BlockedClients blocked;
  private final AtomicInteger open = new AtomicInteger();

  /**
   * What the operator says.
   *
   * @param connections at one time, in all
   */
  public record Settings(int connections, Proxies proxies) {}

  /**
   * Load balancers that say whose connection they pass on.
   *
   * @param listeners where they do so
   * @param trusted where they are
   * @param timeout for their header
   * @param header octets of it
   */
  public record Proxies(
      Set<Listener> listeners, List<Network> trusted, Duration timeout, int header) {
    public static final Proxies NONE = new Proxies(Set.of(), List.of(), Duration.ofSeconds(5), 512);
  }

  /** Of an operator who has given up on nobody. */
  public Entrance(Settings settings, Allowance allowance, Optional<Blocklists> blocklists) {
    this(settings, allowance, blocklists, _ -> false);
  }

  public Entrance(
      Settings settings,
      Allowance allowance,
      Optional<Blocklists> blocklists,
      BlockedClients blocked) {
    this.settings = settings;
    this.allowance = allowance;
    this.blocklists = blocklists;
    this.blocked = blocked;
  }

  /** Whether there is room for one more connection; if so, {@link #gone} must follow. */
  public boolean arrived() {
    if (open.incrementAndGet() > settings.connections()) {
      open.decrementAndGet();
      return false;
    }
    return true;
  }

  public void gone() {
    open.decrementAndGet();
  }

  /** Connections now. */
  public int open() {
    return open.get();
  }

  /**
   * For whom one more session of this client is too much; if for nobody, {@link #leave} follows.
   */
  public Optional<ClientLimits.Scope> enter(String address, Listener listener) {
    return allowance.enter(new Allowance.Client(address, listener));
  }

  public void leave(String address, Listener listener) {
    allowance.leave(new Allowance.Client(address, listener));
  }

  /** Whose content it is that comes from this address. */
  public ContentOwner owner(String address, Listener listener) {
    return new ContentOwner(
        allowance
            .clients()
            .network(address)
            .map(network -> new ContentOwner.Client(address, network)),
        !listener.isForAccounts());
  }

  /** What clients that came in may have. */
  public Allowance allowance() {
    return allowance;
  }

  /** The lists that other servers are looked up in. */
  public Optional<Blocklists> blocklists(Listener listener) {
    return listener.isForAccounts() ? Optional.empty() : blocklists;
  }

  /** Whether the operator has given up on the network this client of the MX listener is in. */
  public boolean isBlocked(String address, Listener listener) {
    return !listener.isForAccounts() && blocked.contains(address);
  }

  /** Whether load balancers come to this listener. */
  public boolean isProxied(Listener listener) {
    return settings.proxies().listeners().contains(listener);
  }

  /** Whether this peer's word is taken for whose connection it passes on. */
  public boolean isTrustedProxy(String address) {
    return Network.isIn(settings.proxies().trusted(), address);
  }

  public Proxies proxies() {
    return settings.proxies();
  }
}
