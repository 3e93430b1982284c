package org.postseal.registry.journal;

import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import org.jspecify.annotations.Nullable;
import org.postseal.authentication.dkim.Selector;
import org.postseal.authentication.dns.DomainName;
import org.postseal.registry.key.SigningKey;
import org.postseal.topics.BlockedName;
import org.postseal.topics.BlocklistEntry;
import org.postseal.topics.DomainEntry;
import org.postseal.topics.Json;
import org.postseal.topics.MailTopic;
import org.postseal.topics.MalformedRecordException;
import org.postseal.topics.SigningKeyEntry;

/**
 * What the registry's topics say, in memory. One thread applies records in their order; any thread
 * reads. Memory grows with the registry, some kilobytes a domain.
 */
public final class RegistryState {

  private final Map<String, Versioned<DomainEntry>> domains = new ConcurrentSkipListMap<>();
  private final Map<String, Versioned<BlocklistEntry>> blocklist = new ConcurrentSkipListMap<>();
  private final Map<String, Versioned<SigningKey>> keys = new ConcurrentHashMap<>();
  private final Map<DomainName, Map<String, Versioned<SigningKey>>> keysByDomain =
      new ConcurrentHashMap<>();

  private final NavigableSet<String> domainsFromTheTop = new ConcurrentSkipListSet<>();
  private volatile long newestKeyVersion; // written by the thread that applies

  public Optional<Versioned<DomainEntry>> domain(DomainName domain) {
    return Optional.ofNullable(domains.get(domain.ascii()));
  }

  /** All entries in the order of their names. */
  public Collection<Versioned<DomainEntry>> domains() {
    return List.copyOf(domains.values());
  }

  public Optional<Versioned<BlocklistEntry>> blocklisted(BlockedName name) {
    return Optional.ofNullable(blocklist.get(name.text()));
  }

  /** All entries in the order of their names. */
  public Collection<Versioned<BlocklistEntry>> blocklist() {
    return List.copyOf(blocklist.values());
  }

  public Optional<Versioned<SigningKey>> key(String keyId) {
    return Optional.ofNullable(keys.get(keyId));
  }

  /** All keys of all domains, by domain and age. */
  public List<Versioned<SigningKey>> keys() {
    return keys.values().stream()
        .sorted(
            Comparator.comparing((Versioned<SigningKey> k) -> k.value().name().domain().ascii())
                .thenComparing(OLDEST_FIRST))
        .toList();
  }

  /** All keys of all domains, in no order: what is asked often should not sort them. */
  public Collection<Versioned<SigningKey>> keysInNoOrder() {
    return Collections.unmodifiableCollection(keys.values());
  }

  /** All keys a domain ever had, the oldest first. */
  public List<Versioned<SigningKey>> keys(DomainName domain) {
    return keysByDomain.getOrDefault(domain, Map.of()).values().stream()
        .sorted(OLDEST_FIRST)
        .toList();
  }

  /** Domains that ever had a key, in no order. */
  public Set<DomainName> domainsWithKeys() {
    return Set.copyOf(keysByDomain.keySet());
  }

  /** Whether this domain, or one below it, ever had a key. */
  public boolean hasKeysAtOrBelow(DomainName domain) {
    var from = fromTheTop(domain);
    var first = domainsFromTheTop.ceiling(from);
    return first != null && first.startsWith(from);
  }

  /** {@code com.example.} for {@code example.com}: what is below stands behind it in order. */
  private static String fromTheTop(DomainName domain) {
    return String.join(".", domain.labels().reversed()) + ".";
  }

  /** The version of the newest key entry: it grows with every change of a key. */
  public long newestKeyVersion() {
    return newestKeyVersion;
  }

  /** The key that has, or had, this selector. */
  public Optional<Versioned<SigningKey>> key(DomainName domain, Selector selector) {
    return keysByDomain.getOrDefault(domain, Map.of()).values().stream()
        .filter(k -> k.value().name().selector().equals(selector))
        .findFirst();
  }

  private static final Comparator<Versioned<SigningKey>> OLDEST_FIRST =
      Comparator.comparing((Versioned<SigningKey> k) -> k.value().state().announced())
          .thenComparing(k -> k.value().name().selector().ascii());

  /**
   * Takes over a record of one of the three compacted topics.
   *
   * @param value absent if the record deletes
   * @throws MalformedRecordException if it is not what its topic promises; nothing has changed then
   */
  void apply(MailTopic topic, String key, byte @Nullable [] value, long offset)
      throws MalformedRecordException {
    switch (topic) {
      case REGISTRY_DOMAINS -> put(domains, key, read(value, DomainEntry.class), offset);
      case REGISTRY_BLOCKLIST -> put(blocklist, key, readBlocked(key, value), offset);
      case REGISTRY_SIGNING_KEYS -> {
        var entry = read(value, SigningKeyEntry.class);
        if (entry.isPresent()) {
          put(new Versioned<>(SigningKeyRecords.read(entry.get()), offset));
        } else {
          forgetKey(key);
        }
      }
      // the other topics are not the journal's
      default -> throw new IllegalArgumentException("not a topic of the registry: " + topic);
    }
  }

  private void put(Versioned<SigningKey> key) {
    keys.put(key.value().id(), key);
    domainsFromTheTop.add(fromTheTop(key.value().name().domain()));
    newestKeyVersion = Math.max(newestKeyVersion, key.version());
    keysByDomain
        .computeIfAbsent(key.value().name().domain(), _ -> new ConcurrentHashMap<>())
        .put(key.value().id(), key);
  }

  private void forgetKey(String keyId) {
    var forgotten = keys.remove(keyId);
    if (forgotten != null) {
      keysByDomain.getOrDefault(forgotten.value().name().domain(), Map.of()).remove(keyId);
    }
  }

  private static <T> Optional<T> read(byte @Nullable [] value, Class<T> type)
      throws MalformedRecordException {
    return value == null ? Optional.empty() : Optional.of(Json.read(value, type));
  }

  /** An entry is about its key, and about what can be listed. */
  private static Optional<BlocklistEntry> readBlocked(String key, byte @Nullable [] value)
      throws MalformedRecordException {
    var entry = read(value, BlocklistEntry.class);
    if (entry.isPresent()) {
      if (BlockedName.read(key) instanceof BlockedName.Reading.Malformed(var defect)) {
        throw new MalformedRecordException("key " + defect);
      }
      if (!entry.get().name().equals(key)) {
        throw new MalformedRecordException("key is another than the entry's name");
      }
    }
    return entry;
  }

  private static <T> void put(
      Map<String, Versioned<T>> entries, String key, Optional<T> entry, long offset) {
    if (entry.isPresent()) {
      entries.put(key, new Versioned<>(entry.get(), offset));
    } else {
      entries.remove(key);
    }
  }
}
