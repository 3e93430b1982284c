package org.postseal.authentication;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postseal.authentication.dmarc.DmarcVerifier;
import org.postseal.authentication.dns.DomainName;
import org.postseal.authentication.message.Author;

/**
 * The questions of an evaluation that do not depend on any answer.
 *
 * @param policies names of SPF and DMARC records, TXT
 * @param keys names of key records, TXT
 * @param mailExchanges names whose MX is asked for
 */
public record ForeseenQuestions(
    Set<DomainName> policies, Set<DomainName> keys, Set<DomainName> mailExchanges) {

  static ForeseenQuestions of(
      ReceivedMessage message, List<DomainName> keys, Optional<DomainName> sender) {
    var policies = new LinkedHashSet<DomainName>();
    var exchanges = new LinkedHashSet<DomainName>();
    if (Author.of(message.headerSection()) instanceof Author.One(var author)) {
      policies.addAll(DmarcVerifier.recordNames(author));
      exchanges.add(author);
    }
    sender.ifPresent(policies::add);
    sender.ifPresent(exchanges::add);
    exchanges.removeIf(domain -> domain.labels().size() < 2);
    return new ForeseenQuestions(policies, new LinkedHashSet<>(keys), exchanges);
  }
}
