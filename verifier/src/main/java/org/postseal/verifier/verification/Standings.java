package org.postseal.verifier.verification;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.postseal.authentication.dns.DomainName;
import org.postseal.authentication.message.Author;
import org.postseal.policy.Findings;
import org.postseal.policy.Standing;
import org.postseal.registryview.RegistryView;
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

  /** The peer is known by the name it gave in EHLO, which it may be lying about. */
  Standing of(Author author, Envelope envelope) {
    if (!registry.ready() && !registry.awaitReady(patience)) {
      return new Standing.NotRead();
    }
    var peer = DomainName.parse(envelope.client().helo()).stream();
    var blocked =
        Stream.concat(Findings.domains(author).stream(), peer)
            .filter(registry::isBlocked)
            .findFirst();
    return new Standing.Read(blocked, Findings.authorDomain(author).flatMap(registry::speakingFor));
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
