package org.postseal.signer.signing;

import java.util.List;
import org.postseal.registryview.RegistryToken;
import org.postseal.settings.Contradictions;
import org.postseal.settings.DeclaredSettings;

/** The signer's settings, for the check before the start. */
public final class DeclaredSignerSettings implements DeclaredSettings {
  private static final String PREFIX = "postseal.signer";

  @Override
  public Class<?> type() {
    return SignerSettings.class;
  }

  @Override
  public List<String> contradictions(Mapped mapped) {
    return contradictions(mapped.of(SignerSettings.class));
  }

  /** What cannot be true together; nothing, if this process does not sign. Pure. */
  static List<String> contradictions(SignerSettings settings) {
    if (!settings.enabled()) {
      return List.of();
    }
    var registry = settings.registry();
    return new Contradictions(PREFIX)
        .atLeast("workers", settings.workers(), 1)
        .positive("validity", settings.validity())
        .notNegative("drain", settings.drain())
        .httpUrl("registry.url", registry.url())
        .when(
            registry.tokenFile().isEmpty(),
            "registry.token-file",
            "is not set: without a token the registry gives nobody a signing key")
        .positive("registry.timeout", registry.timeout())
        .notNegative("registry.pause", registry.pause())
        .positive("registry.refresh", registry.refresh())
        .atLeast("registry.domains", registry.domains(), 1)
        .found();
  }

  @Override
  public List<String> unusable(Mapped mapped) {
    var settings = mapped.of(SignerSettings.class);
    var wrong = new Contradictions(PREFIX);
    if (settings.enabled()) {
      settings
          .registry()
          .tokenFile()
          .ifPresent(
              file ->
                  wrong.usable(
                      "registry.token-file",
                      file,
                      named -> RegistryToken.read(named, SignerWiring.ROLE)));
    }
    return wrong.found();
  }
}
