package org.postseal.verifier.verification;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.postseal.authentication.dns.DomainName;
import org.postseal.authentication.message.Author;
import org.postseal.policy.Findings;
import org.postseal.policy.Standing;
import org.postseal.registryview.RegistryView;
import org.postseal.topics.AddressBlock;
import org.postseal.topics.DomainEntry;
import org.postseal.topics.DomainEntry.Mode;
import org.postseal.topics.Envelope;

/** What the registry says of those a message is from and for. */
final class Standings {
  private final RegistryView registry;
  private final Duration patience;

  /** With how long to wait, at the start, until the registry's topics have been read. */
  Standings(RegistryView registry, Duration patience) {
    this.registry = registry;
    this.patience = patience;
  }

  /** The peer is known by its address and the name it gave in EHLO, which may be a lie. */
  Standing of(Author author, Envelope envelope) {
    if (!registry.ready() && !registry.awaitReady(patience)) {
      return new Standing.NotRead();
    }
    return new Standing.Read(
        blocked(author, envelope.client()),
        Findings.authorDomain(author).flatMap(registry::speakingFor));
  }

  private Optional<Standing.Blocked> blocked(Author author, Envelope.Client peer) {
    var names =
        Stream.concat(Findings.domains(author).stream(), DomainName.parse(peer.helo()).stream())
            .filter(registry::isBlocked)
            .<Standing.Blocked>map(Standing.Blocked.Domain::new);
    var address =
        AddressBlock.address(peer.address()).stream()
            .filter(registry::isBlocked)
            .<Standing.Blocked>map(_ -> new Standing.Blocked.Address(peer.address()));
    return Stream.concat(names, address).findFirst();
  }

  /** The mode that the first recipient's domain asks for; ingress sends others separately. */
  Optional<Mode> mode(Envelope envelope) {
    return envelope.forwardPaths().stream()
        .findFirst()
        .map(path -> path.substring(path.lastIndexOf('@') + 1))
        .flatMap(DomainName::parse)
        .flatMap(registry::domain)
        .flatMap(DomainEntry::mode);
  }
}
