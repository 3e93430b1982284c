package org.postseal.http;

import java.util.List;
import org.postseal.settings.Contradictions;
import org.postseal.settings.DeclaredSettings;
import org.postseal.settings.ListeningPort;

/** The settings of the HTTP port, for the check before the start. */
public final class DeclaredHttpSettings implements DeclaredSettings {
  private static final int HTTP_PORT = 8080;

  @Override
  public Class<?> type() {
    return HttpSettings.class;
  }

  @Override
  public List<String> contradictions(Mapped mapped) {
    var found = new Contradictions("postseal.http");
    for (var name : mapped.of(HttpSettings.class).hostNames().orElse(List.of())) {
      found.when(
          Authority.parse(name).filter(Authority::isWithoutPort).isEmpty(),
          "host-names",
          "has what is no host's name: " + name);
    }
    return found.found();
  }

  @Override
  public List<ListeningPort> ports(Mapped mapped) {
    return mapped.text("quarkus.http.insecure-requests", "enabled").equals("disabled")
        ? List.of()
        : List.of(
            new ListeningPort(
                "quarkus.http.port",
                mapped.text("quarkus.http.host", "0.0.0.0"),
                mapped.number("quarkus.http.port", HTTP_PORT)));
  }
}
