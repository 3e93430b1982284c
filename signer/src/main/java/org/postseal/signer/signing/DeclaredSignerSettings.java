package org.postseal.signer.signing;

import org.postseal.registryview.RegistryToken;
import org.postseal.settings.Contradictions;
import org.postseal.settings.ServiceSettings;

/** The signer's settings, for the check before the start. */
public final class DeclaredSignerSettings implements ServiceSettings<SignerSettings> {

  @Override
  public Class<SignerSettings> type() {
    return SignerSettings.class;
  }

  @Override
  public boolean isOn(SignerSettings settings) {
    return settings.enabled();
  }

  @Override
  public void noteContradictions(SignerSettings settings, Mapped mapped, Contradictions found) {
    var registry = settings.registry();
    found
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
        .atLeast("registry.domains", registry.domains(), 1);
  }

  @Override
  public void noteUnusable(SignerSettings settings, Contradictions wrong) {
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
}
