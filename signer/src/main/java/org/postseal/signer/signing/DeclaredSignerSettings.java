package org.postseal.signer.signing;

import java.util.List;
import org.postseal.authentication.dns.DomainName;
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
    settings
        .signpolDomains()
        .orElse(List.of())
        .forEach(
            domain ->
                found.when(
                    DomainName.parse(domain).isEmpty(),
                    "signpol-domains",
                    "has what is no domain: " + domain));
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
