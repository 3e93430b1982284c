package org.postseal.registry.journal;

import java.util.List;
import java.util.Optional;
import org.postseal.authentication.dns.DomainName;
import org.postseal.registry.journal.Decision.Accepted;
import org.postseal.registry.journal.Decision.Audit;
import org.postseal.registry.journal.Decision.Entry;
import org.postseal.registry.journal.Decision.Refused;
import org.postseal.registry.key.SigningKey;
import org.postseal.topics.CloudEvent;
import org.postseal.topics.MailTopic;

/** By which rules entries of domains change. */
final class DomainRules {
  private final RegistryState state;

  DomainRules(RegistryState state) {
    this.state = state;
  }

  Decision put(RegistryChange.PutDomain put) {
    var present = state.domain(put.domain());
    if (!put.precondition().isMetBy(present)) {
      return Refused.preconditionFailed(put.domain().ascii());
    }
    return new Accepted(
        List.of(entry(put.domain(), Optional.of(put.entry()))),
        new Audit(
            CloudEvent.Type.DOMAIN_CHANGED,
            "domain/" + put.domain().ascii(),
            present.isPresent() ? "replaced" : "created",
            present.map(Versioned::value),
            Optional.of(put.entry())));
  }

  /** Refused while a key signs: mail in flight would lose its key record unnoticed. */
  Decision delete(RegistryChange.DeleteDomain delete) {
    var domain = delete.domain();
    var present = state.domain(domain);
    if (present.isEmpty()) {
      return Refused.notFound("no entry for " + domain);
    }
    if (!delete.precondition().isMetBy(present)) {
      return Refused.preconditionFailed(domain.ascii());
    }
    var active = state.keys(domain).stream().map(Versioned::value).filter(SigningKey::isActive);
    var signs = active.findFirst();
    if (signs.isPresent()) {
      return Refused.conflict(
          "key "
              + signs.get().id()
              + " of "
              + domain
              + " is active; retire or revoke it before the domain goes");
    }
    return new Accepted(
        List.of(entry(domain, Optional.empty())),
        new Audit(
            CloudEvent.Type.DOMAIN_CHANGED,
            "domain/" + domain.ascii(),
            "deleted",
            present.map(Versioned::value),
            Optional.empty()));
  }

  private static Entry entry(DomainName domain, Optional<Object> value) {
    return new Entry(MailTopic.REGISTRY_DOMAINS, domain.ascii(), value);
  }
}
