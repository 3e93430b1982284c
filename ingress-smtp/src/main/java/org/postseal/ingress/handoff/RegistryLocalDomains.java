package org.postseal.ingress.handoff;

import java.util.Optional;
import org.postseal.authentication.dns.DomainName;
import org.postseal.ingress.acceptance.LocalDomain;
import org.postseal.ingress.acceptance.LocalDomains;
import org.postseal.registryview.RegistryView;
import org.postseal.topics.DomainEntry;

/** The domains we receive for are those the registry calls local. */
final class RegistryLocalDomains implements LocalDomains {
  private static final String DEFAULT_POLICY = "default";

  private final RegistryView view;

  RegistryLocalDomains(RegistryView view) {
    this.view = view;
  }

  @Override
  public Optional<LocalDomain> find(String domain) {
    return DomainName.parse(domain)
        .flatMap(view::domain)
        .filter(DomainEntry::local)
        .map(entry -> new LocalDomain(domain, policy(entry), new LocalDomain.Users.Unlisted()));
  }

  /** Domains judged alike may share a transaction. */
  private static String policy(DomainEntry entry) {
    return entry.mode().map(DomainEntry.Mode::word).orElse(DEFAULT_POLICY);
  }

  @Override
  public boolean isComplete() {
    return view.ready();
  }
}
