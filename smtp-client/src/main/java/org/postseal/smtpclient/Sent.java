package org.postseal.smtpclient;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one attempt came to.
 *
 * @param outcomes one for each forward-path
 * @param via the host whose reply an outcome is, by forward-path; none where no host was asked
 * @param tls how TLS went with each host that was tried
 */
public record Sent(Map<String, Outcome> outcomes, Map<String, Via> via, List<TlsFact> tls) {
  public Sent {
    outcomes = Collections.unmodifiableMap(new LinkedHashMap<>(outcomes));
    via = Map.copyOf(via);
    tls = List.copyOf(tls);
  }
}
