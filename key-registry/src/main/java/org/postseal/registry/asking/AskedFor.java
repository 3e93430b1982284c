package org.postseal.registry.asking;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postseal.authentication.dkim.Selector;
import org.postseal.authentication.dns.DomainName;
import org.postseal.signingpolicy.Query;

/**
 * What is to be known of a domain: always its policy, and one key if a selector is given.
 *
 * @param domain a mail domain
 */
public record AskedFor(DomainName domain, Optional<Selector> selector) {

  /** Its policy alone. */
  static AskedFor policyOf(DomainName domain) {
    return new AskedFor(domain, Optional.empty());
  }

  /** The queries that tell it, in the order of their replies. */
  List<Query> queries() {
    var queries = new ArrayList<Query>();
    queries.add(new Query.Policy(domain));
    selector.ifPresent(key -> queries.add(new Query.Key(key, domain)));
    return queries;
  }

  /** Whether a command line has room for it; if not, nobody can be asked. */
  boolean fits() {
    return selector
        .map(key -> key.ascii().length() + domain.ascii().length() <= Query.LONGEST_NAMES)
        .orElse(true);
  }
}
