package org.postseal.registryview;

import java.net.InetAddress;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.postseal.authentication.dns.DomainName;
import org.postseal.topics.AddressBlock;
import org.postseal.topics.BlockedName;
import org.postseal.topics.BlocklistEntry;
import org.postseal.topics.Json;
import org.postseal.topics.MalformedRecordException;

/**
 * The blocklist, by what is looked for: a look costs a step for each label or bit, however long the
 * list is. One thread applies records, any thread reads.
 */
final class Blocked {
  private final Map<DomainName, Instant> domains = new ConcurrentHashMap<>();
  private final Map<AddressBlock, Instant> networks = new ConcurrentHashMap<>();

  /** Takes in one record of the topic. */
  void apply(String key, byte @Nullable [] value) throws MalformedRecordException {
    switch (BlockedName.read(key)) {
      case BlockedName.Reading.Malformed(var defect) ->
          throw new MalformedRecordException("key " + defect);
      case BlockedName.Reading.Read(BlockedName.Domain(var name)) -> put(domains, name, value);
      case BlockedName.Reading.Read(BlockedName.Network(var block)) -> put(networks, block, value);
    }
  }

  private static <K> void put(Map<K, Instant> listed, K name, byte @Nullable [] value) {
    if (value == null) {
      listed.remove(name);
    } else {
      listed.put(name, expiry(value));
    }
  }

  /** Being on the list is what counts; an entry that cannot be read does not unblock. */
  private static Instant expiry(byte[] value) {
    try {
      return Json.read(value, BlocklistEntry.class).expires().orElse(Instant.MAX);
    } catch (MalformedRecordException _) {
      return Instant.MAX;
    }
  }

  /** Whether the domain, or one above it, is listed at this time. */
  boolean contains(DomainName name, Instant now) {
    if (domains.isEmpty()) {
      return false;
    }
    var at = Optional.of(name);
    while (at.isPresent()) {
      if (counts(domains.get(at.get()), now)) {
        return true;
      }
      at = at.get().parent();
    }
    return false;
  }

  /** Whether a network around the address is listed at this time. */
  boolean contains(InetAddress address, Instant now) {
    if (networks.isEmpty()) {
      return false;
    }
    int bits = AddressBlock.bitsOf(address);
    int widest = bits == Integer.SIZE ? BlockedName.WIDEST_IPV4 : BlockedName.WIDEST_IPV6;
    for (int prefix = widest; prefix <= bits; prefix++) {
      if (counts(networks.get(AddressBlock.around(address, prefix)), now)) {
        return true;
      }
    }
    return false;
  }

  private static boolean counts(@Nullable Instant expiry, Instant now) {
    return expiry != null && now.isBefore(expiry);
  }

  int size() {
    return domains.size() + networks.size();
  }
}
