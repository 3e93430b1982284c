package org.postseal.http;

import java.util.List;
import org.postseal.settings.Contradictions;
import org.postseal.settings.DeclaredSettings;

/** The settings of the HTTP port, for the check before the start. */
public final class DeclaredHttpSettings implements DeclaredSettings {

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
}
