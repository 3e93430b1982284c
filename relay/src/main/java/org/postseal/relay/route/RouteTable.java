package org.postseal.relay.route;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.postseal.authentication.dns.DomainName;

/** Which route each domain's mail takes. Immutable; built once from the settings. */
public final class RouteTable {
  private final Map<String, Route> byDomain;
  private final Route otherwise;
  private final String ownDomain;

  /**
   * @param routes domain, in any case and with U-labels or A-labels, to route
   * @param otherwise for every other domain
   * @param ownDomain whose {@code Postmaster} a forward-path without a domain means
   */
  public RouteTable(Map<String, Route> routes, Route otherwise, String ownDomain) {
    this.byDomain = new HashMap<>();
    routes.forEach((domain, route) -> byDomain.put(asWritten(domain), route));
    this.otherwise = otherwise;
    this.ownDomain = ownDomain;
  }

  /**
   * The recipients of one message, together where they leave together, each once, in the envelope's
   * order.
   */
  public Map<NextHop, List<Recipient>> nextHops(List<String> forwardPaths) {
    var groups = new LinkedHashMap<NextHop, List<Recipient>>();
    for (var forwardPath : new LinkedHashSet<>(forwardPaths)) {
      var recipient = qualified(Recipient.of(forwardPath));
      var hop = NextHop.of(routeOf(recipient.domain()), recipient);
      groups.computeIfAbsent(hop, _ -> new ArrayList<>(1)).add(recipient);
    }
    return groups;
  }

  private Route routeOf(String domain) {
    var route = byDomain.get(domain);
    if (route != null) {
      return route;
    }
    return isAscii(domain) ? otherwise : byDomain.getOrDefault(asWritten(domain), otherwise);
  }

  private Recipient qualified(Recipient recipient) {
    return recipient.domain().isEmpty()
        ? new Recipient(recipient.forwardPath(), recipient.localPart(), ownDomain)
        : recipient;
  }

  /** An address literal is its own key; a name is looked up by its A-labels. */
  private static String asWritten(String domain) {
    return DomainName.parse(domain).map(DomainName::ascii).orElse(domain);
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c < 0x80);
  }
}
