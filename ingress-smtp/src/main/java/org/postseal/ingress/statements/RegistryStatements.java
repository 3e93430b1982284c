package org.postseal.ingress.statements;

import java.time.InstantSource;
import java.util.Optional;
import org.postseal.authentication.dkim.Selector;
import org.postseal.authentication.dns.DomainName;
import org.postseal.ingress.session.OurStatements;
import org.postseal.registryview.RegistryView;
import org.postseal.signingpolicy.KeyStatement;
import org.postseal.signingpolicy.KeyTerms;
import org.postseal.signingpolicy.PolicyStatement;
import org.postseal.signingpolicy.PolicyTerms;
import org.postseal.signingpolicy.Promise;
import org.postseal.signingpolicy.Testing;
import org.postseal.topics.DomainEntry;

/**
 * What the registry says of the domains we sign for. An entry about a domain of others, which is
 * the operator's word and not that domain's, is never stated.
 */
public final class RegistryStatements implements OurStatements {
  private final RegistryView view;
  private final PolicyTerms terms;
  private final KeyTerms keyTerms;

  /** States what a view knows that follows public keys, too. */
  public RegistryStatements(RegistryView view, StatementSettings settings, InstantSource clock) {
    this.view = view;
    this.terms = new PolicyTerms(settings.maxAge(), settings.keys());
    this.keyTerms = new KeyTerms(settings.keyTtl(), clock);
  }

  @Override
  public boolean isComplete() {
    return view.ready();
  }

  @Override
  public Optional<PolicyStatement> policy(DomainName domain) {
    return view.speakingFor(domain)
        .filter(DomainEntry::signed)
        .map(
            entry ->
                terms.policy(
                    domain,
                    Promise.valueOf(entry.signingPolicy().name()),
                    entry.testing() ? Testing.YES : Testing.NO));
  }

  @Override
  public Optional<KeyStatement> key(Selector selector, DomainName domain) {
    return view.key(selector, domain)
        .map(key -> keyTerms.key(domain, selector, key.nextChange(), key.keyRecord()));
  }
}
