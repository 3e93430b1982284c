package org.postseal.console;

import org.postseal.settings.Contradictions;
import org.postseal.settings.ServiceSettings;

/** The console's settings, for the check before the start. */
public final class DeclaredConsoleSettings implements ServiceSettings<ConsoleSettings> {
  private static final int SMALLEST_CACHE = 1024;

  @Override
  public Class<ConsoleSettings> type() {
    return ConsoleSettings.class;
  }

  @Override
  public boolean isOn(ConsoleSettings settings) {
    return settings.enabled();
  }

  @Override
  public void noteContradictions(ConsoleSettings settings, Mapped mapped, Contradictions found) {
    found
        .positive("retention", settings.retention())
        .positive("session", settings.session())
        .atLeast("cache", settings.cache(), SMALLEST_CACHE);
    note("relay", settings.relay(), found);
    note("registry", settings.registry(), found);
  }

  private static void note(String name, CalledServiceSettings service, Contradictions found) {
    service.url().ifPresent(url -> found.httpUrl(name + ".url", url));
    found
        .positive(name + ".timeout", service.timeout())
        .when(
            service.url().isPresent() && service.tokenFile().isEmpty(),
            name + ".token-file",
            "is not set, but postseal.console." + name + ".url is");
  }
}
