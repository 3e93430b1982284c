package org.postseal.registry.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.postseal.authentication.dns.DomainName;
import org.postseal.registry.key.SigningKey;
import org.postseal.topics.DomainEntry;
import org.postseal.topics.Json;
import org.postseal.topics.MailTopic;
import org.postseal.topics.MalformedRecordException;
import org.postseal.topics.PublicKeyEntry;
import org.postseal.topics.SigningKeyEntry;

/**
 * The public halves of signing keys, on the topic that those read who state them to strangers. Each
 * is written in the transaction that writes its key, so that neither is ever ahead of the other;
 * and in one that changes how a domain's keys take turns, which says for how long they sign.
 */
final class PublicKeyRecords {
  private final RegistryState state;
  private final NextTurns turns;

  PublicKeyRecords(RegistryState state, NextTurns turns) {
    this.state = state;
    this.turns = turns;
  }

  /** Of the keys that the entries of a decision change, or change the turns of. */
  List<ProducerRecord<byte[], byte[]>> of(List<Decision.Entry> entries) {
    var keys = new LinkedHashMap<String, ProducerRecord<byte[], byte[]>>();
    for (var entry : entries) {
      if (entry.topic() == MailTopic.REGISTRY_SIGNING_KEYS && entry.value().isPresent()) {
        var key = read((SigningKeyEntry) entry.value().get());
        keys.put(key.id(), record(key, domainOf(key)));
      } else if (entry.topic() == MailTopic.REGISTRY_DOMAINS) {
        var after = entry.value().map(DomainEntry.class::cast);
        for (var key : state.keys(DomainName.of(entry.key()))) {
          if (!turns
              .after(key.value(), domainOf(key.value()))
              .equals(turns.after(key.value(), after))) {
            keys.put(key.value().id(), record(key.value(), after));
          }
        }
      }
    }
    return List.copyOf(keys.values());
  }

  /** Of every key there is. */
  List<ProducerRecord<byte[], byte[]>> all() {
    return state.keys().stream()
        .map(Versioned::value)
        .map(key -> record(key, domainOf(key)))
        .toList();
  }

  private Optional<DomainEntry> domainOf(SigningKey key) {
    return state.domain(key.name().domain()).map(Versioned::value);
  }

  private static SigningKey read(SigningKeyEntry entry) {
    try {
      return SigningKeyRecords.read(entry);
    } catch (MalformedRecordException e) {
      throw new IllegalArgumentException("a key that was just decided about", e);
    }
  }

  private ProducerRecord<byte[], byte[]> record(SigningKey key, Optional<DomainEntry> domain) {
    var name = key.name();
    return new ProducerRecord<>(
        MailTopic.REGISTRY_PUBLIC_KEYS.topic(),
        name.recordName().ascii().getBytes(UTF_8),
        Json.write(
            new PublicKeyEntry(
                name.domain().ascii(),
                name.selector().ascii(),
                key.recordText(),
                turns.after(key, domain))));
  }
}
