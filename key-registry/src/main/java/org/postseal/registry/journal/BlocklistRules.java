package org.postseal.registry.journal;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.postseal.authentication.dns.DomainName;
import org.postseal.registry.journal.Decision.Accepted;
import org.postseal.registry.journal.Decision.Audit;
import org.postseal.registry.journal.Decision.Entry;
import org.postseal.registry.journal.Decision.Refused;
import org.postseal.topics.BlocklistEntry;
import org.postseal.topics.CloudEvent;
import org.postseal.topics.MailTopic;

/** By which rules the blocklist changes. */
final class BlocklistRules {
  private final RegistryState state;

  BlocklistRules(RegistryState state) {
    this.state = state;
  }

  Decision putOn(RegistryChange.PutOnBlocklist put, String author, Instant now) {
    var present = state.blocklisted(put.domain());
    var entry = new BlocklistEntry(put.domain().ascii(), put.reason(), author, now);
    return new Accepted(
        List.of(new Entry(MailTopic.REGISTRY_BLOCKLIST, put.domain().ascii(), Optional.of(entry))),
        new Audit(
            CloudEvent.Type.BLOCKLIST_CHANGED,
            "blocklist/" + put.domain().ascii(),
            "put on",
            present.map(Versioned::value),
            Optional.of(entry)));
  }

  Decision takeOff(DomainName domain) {
    var present = state.blocklisted(domain);
    if (present.isEmpty()) {
      return Refused.notFound(domain + " is not on the blocklist");
    }
    return new Accepted(
        List.of(new Entry(MailTopic.REGISTRY_BLOCKLIST, domain.ascii(), Optional.empty())),
        new Audit(
            CloudEvent.Type.BLOCKLIST_CHANGED,
            "blocklist/" + domain.ascii(),
            "taken off",
            present.map(Versioned::value),
            Optional.empty()));
  }
}
