package org.postseal.ingress.connection;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import org.postseal.ingress.proxy.ProxySettings;
import org.postseal.settings.Contradictions;

/** Settings of listeners and timeouts that cannot be true together, or not at all. Pure. */
public final class ListenerContradictions {
  /** RFC 5321 §4.5.3.2.1: so long a client waits for the greeting. */
  private static final Duration GREETING = Duration.ofMinutes(5);

  private static final int PROXY_HEADER_WITH_IPV6 = 52;
  private static final int LONGEST_PROXY_HEADER = 16 + 65_535;

  private ListenerContradictions() {}

  /**
   * The three listeners.
   *
   * @param mx for other servers
   * @param submission with STARTTLS
   * @param submissions with TLS from the first octet
   */
  public record Listeners(
      ListenerSettings.Mx mx,
      ListenerSettings.Submission submission,
      ListenerSettings.Submissions submissions) {

    private Map<String, Integer> ports() {
      var ports = new LinkedHashMap<String, Integer>();
      ports.put("mx.port", mx.port());
      ports.put("submission.port", submission.port());
      ports.put("submissions.port", submissions.port());
      return ports;
    }

    private Map<String, Boolean> behindProxies() {
      var behind = new LinkedHashMap<String, Boolean>();
      behind.put("mx.proxy-protocol", mx.proxyProtocol());
      behind.put("submission.proxy-protocol", submission.proxyProtocol());
      behind.put("submissions.proxy-protocol", submissions.proxyProtocol());
      return behind;
    }
  }

  /**
   * Adds what is wrong with the listeners and the port of health and metrics.
   *
   * @param httpPort 0 for any free one
   */
  public static void note(Listeners listeners, int httpPort, Contradictions found) {
    var ports = listeners.ports();
    ports.forEach(found::ownPort);
    var taken = new LinkedHashMap<Integer, String>();
    if (httpPort != 0) {
      taken.put(httpPort, "quarkus.http.port");
    }
    ports.forEach(
        (key, port) -> {
          var other = port == 0 ? null : taken.putIfAbsent(port, "postseal.ingress." + key);
          found.when(other != null, key, "is " + port + ", and so is " + other);
        });
    var greeting = listeners.mx().greetingDelay();
    found
        .notNegative("mx.greeting-delay", greeting)
        .when(
            greeting.compareTo(GREETING) >= 0,
            "mx.greeting-delay",
            "is " + Contradictions.text(greeting) + "; clients wait no longer than 5 minutes");
  }

  /** Adds what is wrong with the load balancers in front of the listeners. */
  public static void note(Listeners listeners, ProxySettings proxies, Contradictions found) {
    var behind = new ArrayList<String>();
    listeners
        .behindProxies()
        .forEach(
            (key, isOn) -> {
              if (isOn) {
                behind.add(key);
              }
            });
    boolean someoneTrusted = proxies.trusted().isPresent();
    behind.forEach(
        key ->
            found.when(
                !someoneTrusted, key, "is on, but postseal.ingress.proxies.trusted names nobody"));
    found
        .when(
            someoneTrusted && behind.isEmpty(),
            "proxies.trusted",
            "is set, but no listener has proxy-protocol")
        .positive("proxies.timeout", proxies.timeout())
        .within("proxies.header", proxies.header(), PROXY_HEADER_WITH_IPV6, LONGEST_PROXY_HEADER);
  }

  /** Adds what is wrong with the timeouts. */
  public static void note(TimeoutSettings timeouts, Contradictions found) {
    found
        .positive("timeouts.command", timeouts.command())
        .positive("timeouts.content", timeouts.content())
        .notLonger(
            "timeouts.content",
            timeouts.content(),
            "timeouts.whole-content",
            timeouts.wholeContent())
        .notNegative("timeouts.wrong-password", timeouts.wrongPassword())
        .notNegative("timeouts.drain", timeouts.drain());
  }
}
