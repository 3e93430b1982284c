package org.postseal.commandline;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.postseal.authentication.Peer;
import org.postseal.authentication.dns.DomainName;
import org.postseal.authentication.message.Author;
import org.postseal.policy.Findings;
import org.postseal.policy.Intermediaries;
import org.postseal.policy.Standing;
import org.postseal.topics.DomainEntry;
import org.postseal.topics.DomainEntry.Mode;
import org.postseal.topics.DomainEntry.SigningPolicy;

/**
 * What the registry and the verifier's settings would say of the domains in question.
 *
 * @param mode for recipients whose domain has none of its own
 * @param localDomains those we sign for
 * @param signingDomains those known to sign all their mail
 * @param blockedDomains those on the blocklist, with all below them
 */
record OperatorPolicy(
    Mode mode,
    Map<DomainName, Mode> domainModes,
    Set<DomainName> localDomains,
    Set<DomainName> signingDomains,
    Set<DomainName> blockedDomains,
    Intermediaries trusted) {

  /** As in the services, the first recipient decides. */
  Mode mode(List<String> recipients) {
    return recipients.stream()
        .findFirst()
        .flatMap(mailbox -> DomainName.parse(mailbox.substring(mailbox.lastIndexOf('@') + 1)))
        .map(domainModes::get)
        .orElse(mode);
  }

  /** What the registry would say of author and peer. */
  Standing standing(Author author, Peer peer) {
    var blocked =
        Stream.concat(
                Findings.domains(author).stream(), peer.helo().flatMap(DomainName::parse).stream())
            .filter(domain -> blockedDomains.stream().anyMatch(domain::isSameOrSubdomainOf))
            .<Standing.Blocked>map(Standing.Blocked.Domain::new)
            .findFirst();
    return new Standing.Read(
        blocked,
        Findings.authorDomain(author)
            .flatMap(domain -> DomainEntry.speakingFor(domain, this::entry)));
  }

  private Optional<DomainEntry> entry(DomainName domain) {
    boolean local = localDomains.contains(domain);
    boolean signsAll = signingDomains.contains(domain);
    return local || signsAll
        ? Optional.of(
            new DomainEntry(
                domain.ascii(),
                local,
                local,
                signsAll ? SigningPolicy.ALL : SigningPolicy.NONE,
                false,
                Optional.empty()))
        : Optional.empty();
  }
}
