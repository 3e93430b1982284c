package org.postseal.ingress.acceptance;

import java.util.Optional;
import java.util.function.Supplier;

/** Local domains whose users are in a list that may change. */
public final class ListedDomains implements LocalDomains {
  private final LocalDomains domains;
  private final Supplier<RecipientList> list;

  /**
   * @param domains which domains there are
   * @param list who is in them
   */
  public ListedDomains(LocalDomains domains, Supplier<RecipientList> list) {
    this.domains = domains;
    this.list = list;
  }

  @Override
  public Optional<LocalDomain> find(String domain) {
    return domains
        .find(domain)
        .map(found -> new LocalDomain(found.name(), found.policy(), list.get().users(domain)));
  }

  @Override
  public boolean isComplete() {
    return domains.isComplete();
  }
}
