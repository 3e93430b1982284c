package org.postseal.registry.twin;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Stream;
import org.postseal.authentication.dkim.Selector;
import org.postseal.authentication.dns.DomainName;
import org.postseal.registry.journal.RegistryState;
import org.postseal.registry.journal.Versioned;
import org.postseal.registry.key.SigningKey;
import org.postseal.signingpolicy.KeyTerms;
import org.postseal.signingpolicy.PolicyStatement;
import org.postseal.signingpolicy.PolicyTerms;
import org.postseal.signingpolicy.Promise;
import org.postseal.signingpolicy.Testing;
import org.postseal.signingpolicy.TwinDocument;
import org.postseal.topics.DomainEntry;

/**
 * Which document answers a request: from the registry's memory, at once. Without a selector it is
 * the policy alone.
 */
final class TwinDocuments {
  private final RegistryState state;
  private final BooleanSupplier isComplete;
  private final Terms terms;

  /**
   * On which terms policies and keys are stated.
   *
   * @param nextChange the day from which a key is not meant to sign, if that is planned
   */
  record Terms(
      PolicyTerms policy, KeyTerms key, Function<SigningKey, Optional<LocalDate>> nextChange) {}

  /**
   * @param isComplete whether an unknown domain is none of ours
   */
  TwinDocuments(RegistryState state, BooleanSupplier isComplete, Terms terms) {
    this.state = state;
    this.isComplete = isComplete;
    this.terms = terms;
  }

  /**
   * The answer to GET.
   *
   * @param host as the request names it, perhaps with a port
   * @param target path and query
   */
  TwinAnswer answer(String host, String target) {
    int query = target.indexOf('?');
    if (!(query < 0 ? target : target.substring(0, query)).equals(TwinDocument.PATH)) {
      return TwinAnswer.refused(404, "Only " + TwinDocument.PATH + " is here");
    }
    var domain = domainOf(host);
    if (domain.isEmpty()) {
      return TwinAnswer.refused(421, "This is signpol. of a mail domain, and nothing else");
    }
    if (!isComplete.getAsBoolean()) {
      return TwinAnswer.refused(503, "Policies and keys are not known yet, try again later");
    }
    var policy = policy(domain.get());
    if (policy.isEmpty()) {
      return TwinAnswer.refused(404, "Nothing is stated here about that domain");
    }
    return selectorIn(query < 0 ? "" : target.substring(query + 1))
        .map(text -> withKey(policy.get(), text))
        .orElseGet(
            () -> new TwinAnswer(200, new TwinDocument(policy.get(), List.of()).text(), shorter()));
  }

  private static Optional<DomainName> domainOf(String host) {
    int colon = host.indexOf(':');
    return DomainName.parse(colon < 0 ? host : host.substring(0, colon))
        .flatMap(TwinDocument::domainOf);
  }

  private static Optional<String> selectorIn(String query) {
    return Stream.of(query.split("&", -1))
        .filter(one -> one.startsWith(TwinDocument.SELECTOR_PARAMETER + "="))
        .map(one -> one.substring(TwinDocument.SELECTOR_PARAMETER.length() + 1))
        .findFirst();
  }

  private Optional<PolicyStatement> policy(DomainName domain) {
    return DomainEntry.speakingFor(domain, name -> state.domain(name).map(Versioned::value))
        .filter(DomainEntry::signed)
        .map(
            entry ->
                terms
                    .policy()
                    .policy(
                        domain,
                        Promise.valueOf(entry.signingPolicy().name()),
                        entry.testing() ? Testing.YES : Testing.NO));
  }

  /** Selectors are letters, digits, hyphens, underscores and dots: nothing to be decoded. */
  private TwinAnswer withKey(PolicyStatement policy, String text) {
    var selector = Selector.parse(text);
    if (selector.isEmpty()) {
      return TwinAnswer.refused(400, "Not a selector");
    }
    return state
        .key(policy.domain(), selector.get())
        .map(
            key ->
                terms
                    .key()
                    .key(
                        policy.domain(),
                        selector.get(),
                        terms.nextChange().apply(key.value()),
                        key.value().recordText()))
        .map(key -> new TwinAnswer(200, new TwinDocument(policy, List.of(key)).text(), shorter()))
        .orElseGet(() -> TwinAnswer.refused(404, "That domain has no such selector"));
  }

  private Duration shorter() {
    var policy = terms.policy().maxAge();
    var key = terms.key().ttl();
    return policy.compareTo(key) < 0 ? policy : key;
  }
}
