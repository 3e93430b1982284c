package org.postseal.accounts.throttle;

import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;

/**
 * Holds up whoever tries passwords: attempts that failed are counted for one name from one network,
 * for the network, and for the name from everywhere. The last is not applied to networks from which
 * that name logged in lately, so that a stranger cannot lock an account's owner out. Names nobody
 * has are counted like others.
 *
 * <p>An attempt is counted before it is checked, so that many at one time count too, and given back
 * if it succeeds. Memory is bounded. Safe for several threads.
 */
public final class LoginThrottle {
  private static final int LONGEST_NAME = 256;

  private final Settings settings;
  private final RateLimit nameFromNetwork;
  private final RateLimit network;
  private final RateLimit name;
  private final LinkedHashMap<String, Boolean> lately = new LinkedHashMap<>(16, 0.75f, true);
  private final InstantSource clock;

  /**
   * How many attempts may fail in a period; 0 for no limit.
   *
   * @param nameFromNetwork with one name from one network
   * @param network from one network, with whatever names
   * @param name with one name, from whatever networks
   * @param keys how many of each are remembered
   * @param prefixes how much of an address is its network
   */
  public record Settings(
      int nameFromNetwork,
      int network,
      int name,
      Duration period,
      int keys,
      Network.PrefixLengths prefixes) {}

  public LoginThrottle(Settings settings, InstantSource clock) {
    this.settings = settings;
    this.nameFromNetwork =
        new RateLimit(settings.nameFromNetwork(), settings.period(), settings.keys());
    this.network = new RateLimit(settings.network(), settings.period(), settings.keys());
    this.name = new RateLimit(settings.name(), settings.period(), settings.keys());
    this.clock = clock;
  }

  /**
   * Whether this attempt may be made; it is counted if so.
   *
   * @param address of the client
   * @param claimed whom it claims to be; empty if that is not known
   */
  public boolean admit(String address, String claimed) {
    var from = network(address);
    var who = shortened(claimed);
    var pair = pair(from, who);
    var now = clock.instant();
    boolean fromAnywhere = !who.isEmpty() && !isFamiliar(pair);
    boolean admitted =
        nameFromNetwork.holds(pair, 1, now)
            && network.holds(from, 1, now)
            && (!fromAnywhere || name.holds(who, 1, now));
    if (admitted) {
      nameFromNetwork.take(pair, 1, now);
      network.take(from, 1, now);
      if (fromAnywhere) {
        name.take(who, 1, now);
      }
    }
    return admitted;
  }

  /** The admitted attempt was right. */
  public void succeeded(String address, String claimed) {
    unused(address, claimed);
    if (!claimed.isEmpty()) {
      remember(pair(network(address), shortened(claimed)));
    }
  }

  /** The admitted attempt could not be checked. */
  public void unused(String address, String claimed) {
    var from = network(address);
    var who = shortened(claimed);
    var pair = pair(from, who);
    nameFromNetwork.giveBack(pair, 1);
    network.giveBack(from, 1);
    if (!who.isEmpty() && !isFamiliar(pair)) {
      name.giveBack(who, 1);
    }
  }

  private boolean isFamiliar(String pair) {
    synchronized (lately) {
      return lately.get(pair) != null;
    }
  }

  private void remember(String pair) {
    synchronized (lately) {
      lately.put(pair, true);
      if (lately.size() > settings.keys()) {
        lately.pollFirstEntry();
      }
    }
  }

  private String network(String address) {
    return Network.around(InetAddress.ofLiteral(address), settings.prefixes()).toString();
  }

  private static String pair(String from, String who) {
    return from + " " + who;
  }

  private static String shortened(String claimed) {
    return claimed.length() > LONGEST_NAME ? claimed.substring(0, LONGEST_NAME) : claimed;
  }
}
