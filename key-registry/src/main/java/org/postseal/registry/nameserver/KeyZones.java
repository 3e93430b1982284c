package org.postseal.registry.nameserver;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.postseal.authentication.dkim.Selector;
import org.postseal.authentication.dns.DomainName;
import org.postseal.dns.authority.TextZones;
import org.postseal.registry.journal.RegistryState;
import org.postseal.registry.journal.Versioned;
import org.postseal.topics.DomainEntry;

/**
 * The zones {@code _domainkey.DOMAIN} of every domain that we sign for, or that ever had a key, and
 * one zone in which all of them stand once more, for domains that lead to it by aliases.
 *
 * <p>A key has its record from the moment it is announced, and for ever: a revoked one's is void.
 */
public final class KeyZones implements TextZones {

  private static final String LABEL = "_domainkey";
  private static final String BELOW = LABEL + ".";
  private static final String BETWEEN = "." + BELOW;

  private final RegistryState state;
  private final BooleanSupplier isReady;
  private final Optional<DomainName> hostedBelow;

  public KeyZones(RegistryState state, BooleanSupplier isReady, Optional<DomainName> hostedBelow) {
    this.state = state;
    this.isReady = isReady;
    this.hostedBelow = hostedBelow;
  }

  @Override
  public boolean isReady() {
    return isReady.getAsBoolean();
  }

  @Override
  public long serial() {
    return state.newestKeyVersion() + 1;
  }

  @Override
  public Optional<DomainName> zoneHolding(DomainName name) {
    return hostedBelow
        .filter(name::isSameOrSubdomainOf)
        .or(
            () ->
                domainOf(name.ascii())
                    .filter(this::isOurs)
                    .flatMap(domain -> domain.prefixedWith(LABEL)));
  }

  private boolean isOurs(DomainName domain) {
    return !state.keys(domain).isEmpty()
        || state.domain(domain).map(Versioned::value).filter(DomainEntry::signed).isPresent();
  }

  /** What is behind the last {@code _domainkey}: a selector may have one in it, too. */
  private static Optional<DomainName> domainOf(String name) {
    int between = name.lastIndexOf(BETWEEN);
    if (between >= 0) {
      return DomainName.parse(name.substring(between + BETWEEN.length()));
    }
    return name.startsWith(BELOW)
        ? DomainName.parse(name.substring(BELOW.length()))
        : Optional.empty();
  }

  @Override
  public At at(DomainName name, DomainName zone) {
    if (hostedBelow.filter(zone::equals).isPresent()) {
      var text = name.ascii();
      return hosted(text.substring(0, text.length() - zone.ascii().length() - 1));
    }
    return keyRecord(name.ascii());
  }

  private At hosted(String name) {
    return domainOf(name).isPresent()
        ? keyRecord(name)
        : exists(DomainName.parse(name).filter(state::hasKeysAtOrBelow).isPresent());
  }

  private At keyRecord(String name) {
    var domain = domainOf(name);
    if (domain.isEmpty()) {
      return new At.NoSuchName();
    }
    var keys = state.keys(domain.get());
    int end = name.length() - domain.get().ascii().length() - BELOW.length();
    if (end <= 0) {
      return exists(!keys.isEmpty());
    }
    var selector = name.substring(0, end - 1);
    return Selector.parse(selector)
        .flatMap(known -> state.key(domain.get(), known))
        .<At>map(key -> new At.Text(key.value().recordText()))
        .orElseGet(
            () ->
                exists(
                    keys.stream()
                        .map(key -> key.value().name().selector().ascii())
                        .anyMatch(other -> other.endsWith("." + selector))));
  }

  private static At exists(boolean isThere) {
    return isThere ? new At.Nothing() : new At.NoSuchName();
  }
}
