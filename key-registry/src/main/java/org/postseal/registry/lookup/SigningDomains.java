package org.postseal.registry.lookup;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.postseal.authentication.dns.DomainName;
import org.postseal.registry.journal.RegistryState;
import org.postseal.registry.journal.Versioned;
import org.postseal.registry.key.SigningKey;
import org.postseal.topics.DomainEntry;

/**
 * Under which domain mail of an author domain is signed: its own, or the nearest one above it that
 * the registry knows, so that {@code d=} aligns (RFC 9989 relaxed alignment).
 */
public final class SigningDomains {

  private final RegistryState state;

  public SigningDomains(RegistryState state) {
    this.state = state;
  }

  /**
   * Empty if the nearest entry says that we do not sign for it, or not for those below it, or if
   * there is none: an entry of a subdomain can so take it out of what we sign.
   */
  public Optional<DomainName> signingDomainOf(DomainName author) {
    return DomainEntry.speakingFor(author, name -> state.domain(name).map(Versioned::value))
        .filter(DomainEntry::signed)
        .flatMap(entry -> DomainName.parse(entry.domain()));
  }

  /** The active keys, in the order of their signature fields. */
  public List<SigningKey> activeKeys(DomainName signingDomain) {
    return state.keys(signingDomain).stream()
        .map(Versioned::value)
        .filter(SigningKey::isActive)
        .sorted(Comparator.comparing(SigningKey::algorithm))
        .toList();
  }
}
