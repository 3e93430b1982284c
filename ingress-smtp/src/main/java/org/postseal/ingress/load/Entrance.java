package org.postseal.ingress.load;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.postseal.accounts.throttle.Network;
import org.postseal.ingress.session.Listener;

/** Who may come in, how many at one time, and whose word is taken for who a client is. */
public final class Entrance {
  private final Settings settings;
  private final ClientLimits clients;
  private final Optional<Blocklists> blocklists;
  private final InstantSource clock;
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

  public Entrance(
      Settings settings,
      ClientLimits clients,
      Optional<Blocklists> blocklists,
      InstantSource clock) {
    this.settings = settings;
    this.clients = clients;
    this.blocklists = blocklists;
    this.clock = clock;
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
    return clients.enter(address, listener.word(), clock.instant());
  }

  public void leave(String address, Listener listener) {
    clients.leave(address, listener.word());
  }

  /** Whose content it is that comes from this address. */
  public ContentOwner owner(String address, Listener listener) {
    return new ContentOwner(
        clients.network(address).map(network -> new ContentOwner.Client(address, network)),
        !listener.isForAccounts());
  }

  /** Counts one more message of this client; whether it is too much for it in this period. */
  public boolean isOneMessageTooMany(String address, Listener listener) {
    return clients.message(address, listener.word(), clock.instant()).isPresent();
  }

  /** Counts one more recipient likewise. */
  public boolean isOneRecipientTooMany(String address, Listener listener) {
    return clients.recipient(address, listener.word(), clock.instant()).isPresent();
  }

  /** Counts so many octets of content likewise. */
  public boolean isTooMuchContent(String address, Listener listener, long octets) {
    return clients.content(address, listener.word(), octets, clock.instant()).isPresent();
  }

  /** The lists that other servers are looked up in. */
  public Optional<Blocklists> blocklists(Listener listener) {
    return listener.isForAccounts() ? Optional.empty() : blocklists;
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
