package org.postseal.registryview;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.postseal.authentication.dns.DomainName;
import org.postseal.topics.DomainEntry;
import org.postseal.topics.Json;
import org.postseal.topics.MailTopic;
import org.postseal.topics.MalformedRecordException;
import org.postseal.topics.PolicyPin;
import org.postseal.topics.PublicKeyEntry;
import org.postseal.topics.RegistryMarker;

/** The latest value of each key. One thread applies records, any thread reads. */
final class RegistryState {
  private final Map<DomainName, DomainEntry> domains = new ConcurrentHashMap<>();
  private final Map<DomainName, PublishedKey> keys = new ConcurrentHashMap<>();
  private final Blocked blocked = new Blocked();
  private final Map<DomainName, PolicyPin> pins = new ConcurrentHashMap<>();

  /** Takes in one record. What cannot be read changes nothing: the key keeps its last value. */
  void apply(ConsumerRecord<byte[], byte[]> record) throws MalformedRecordException {
    byte[] key = record.key();
    if (key == null) {
      throw new MalformedRecordException("record without a key");
    }
    if (RegistryMarker.isMarker(key)) {
      return;
    }
    var name = new String(key, StandardCharsets.UTF_8);
    if (record.topic().equals(MailTopic.REGISTRY_BLOCKLIST.topic())) {
      blocked.apply(name, record.value());
      return;
    }
    var domain =
        DomainName.parse(name)
            .orElseThrow(() -> new MalformedRecordException("key is not a domain name"));
    if (record.topic().equals(MailTopic.REGISTRY_DOMAINS.topic())) {
      applyEntry(domain, record.value());
    } else if (record.topic().equals(MailTopic.REGISTRY_POLICY_PINS.topic())) {
      applyPin(domain, record.value());
    } else {
      applyKey(domain, record.value());
    }
  }

  private void applyEntry(DomainName domain, byte[] value) throws MalformedRecordException {
    if (value == null) {
      domains.remove(domain);
    } else {
      domains.put(domain, Json.read(value, DomainEntry.class));
    }
  }

  private void applyPin(DomainName domain, byte[] value) throws MalformedRecordException {
    if (value == null) {
      pins.remove(domain);
    } else {
      pins.put(domain, Json.read(value, PolicyPin.class));
    }
  }

  Optional<PolicyPin> pin(DomainName name) {
    return Optional.ofNullable(pins.get(name));
  }

  List<PolicyPin> pins() {
    return List.copyOf(pins.values());
  }

  private void applyKey(DomainName recordName, byte[] value) throws MalformedRecordException {
    if (value == null) {
      keys.remove(recordName);
    } else {
      var entry = Json.read(value, PublicKeyEntry.class);
      keys.put(recordName, new PublishedKey(entry.keyRecord(), entry.nextChange()));
    }
  }

  Optional<PublishedKey> key(DomainName recordName) {
    return Optional.ofNullable(keys.get(recordName));
  }

  Optional<DomainEntry> domain(DomainName name) {
    return Optional.ofNullable(domains.get(name));
  }

  Blocked blocked() {
    return blocked;
  }

  int domains() {
    return domains.size();
  }
}
