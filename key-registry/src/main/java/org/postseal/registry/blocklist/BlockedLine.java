package org.postseal.registry.blocklist;

import java.time.Instant;
import java.util.Optional;
import org.postseal.authentication.dns.DomainName;
import org.postseal.topics.AddressBlock;
import org.postseal.topics.BlockedName;
import org.postseal.topics.BlocklistEntry;

/**
 * What somebody wants to be on the blocklist.
 *
 * @param reason for people, at most {@link #MAX_REASON} characters
 * @param expires from when on it counts no more; empty: never
 */
public record BlockedLine(BlockedName name, String reason, Optional<Instant> expires) {

  /** Characters. */
  public static final int MAX_REASON = 1000;

  /** What an entry says, whoever said it when. */
  public static BlockedLine of(BlocklistEntry entry) {
    var name =
        entry
            .network()
            .<BlockedName>map(text -> new BlockedName.Network(block(text)))
            .orElseGet(() -> new BlockedName.Domain(DomainName.of(entry.name())));
    return new BlockedLine(name, entry.reason(), entry.expires());
  }

  private static AddressBlock block(String text) {
    return switch (BlockedName.read(text)) {
      case BlockedName.Reading.Read(BlockedName.Network(var block)) -> block;
      case BlockedName.Reading.Read(BlockedName.Domain _), BlockedName.Reading.Malformed _ ->
          throw new IllegalArgumentException("the registry lists no such network: " + text);
    };
  }

  public BlocklistEntry entry(String author, Instant now) {
    return BlocklistEntry.of(name, reason, author, now, expires);
  }
}
