package org.postseal.registry.journal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postseal.registry.blocklist.BlockedLine;
import org.postseal.registry.journal.Decision.Accepted;
import org.postseal.registry.journal.Decision.Audit;
import org.postseal.registry.journal.Decision.Entry;
import org.postseal.registry.journal.Decision.Refused;
import org.postseal.topics.BlockedName;
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
    var name = put.line().name();
    var present = state.blocklisted(name);
    if (!put.precondition().isMetBy(present)) {
      return Refused.preconditionFailed(name.text());
    }
    var entry = put.line().entry(author, now);
    return new Accepted(
        List.of(write(name, Optional.of(entry))),
        audit(name, "put on", present, Optional.of(entry)));
  }

  Decision takeOff(RegistryChange.TakeOffBlocklist take) {
    var present = state.blocklisted(take.name());
    if (present.isEmpty()) {
      return Refused.notFound(take.name().text() + " is not on the blocklist");
    }
    if (!take.precondition().isMetBy(present)) {
      return Refused.preconditionFailed(take.name().text());
    }
    return new Accepted(
        List.of(write(take.name(), Optional.empty())),
        audit(take.name(), "taken off", present, Optional.empty()));
  }

  /**
   * What an audit event says of an import.
   *
   * @param unchanged how many were there with this reason and this end
   */
  private record Imported(List<String> put, int unchanged) {}

  Decision bringIn(List<BlockedLine> lines, String author, Instant now) {
    var entries = new ArrayList<Entry>();
    var put = new ArrayList<String>();
    for (var line : lines) {
      var says = state.blocklisted(line.name()).map(Versioned::value).map(BlockedLine::of);
      if (!says.equals(Optional.of(line))) {
        entries.add(write(line.name(), Optional.of(line.entry(author, now))));
        put.add(line.name().text());
      }
    }
    return new Accepted(
        entries,
        new Audit(
            CloudEvent.Type.BLOCKLIST_CHANGED,
            "blocklist",
            "imported",
            Optional.empty(),
            Optional.of(new Imported(put, lines.size() - put.size()))));
  }

  private static Entry write(BlockedName name, Optional<Object> entry) {
    return new Entry(MailTopic.REGISTRY_BLOCKLIST, name.text(), entry);
  }

  private static Audit audit(
      BlockedName name,
      String action,
      Optional<Versioned<BlocklistEntry>> before,
      Optional<Object> after) {
    return new Audit(
        CloudEvent.Type.BLOCKLIST_CHANGED,
        "blocklist/" + name.text(),
        action,
        before.map(Versioned::value),
        after);
  }
}
