package org.postseal.registry.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.postseal.registry.key.SigningKey;
import org.postseal.topics.Json;
import org.postseal.topics.MailTopic;
import org.postseal.topics.MalformedRecordException;
import org.postseal.topics.PublicKeyEntry;
import org.postseal.topics.SigningKeyEntry;

/**
 * The public halves of signing keys, on the topic that those read who state them to strangers. Each
 * is written in the transaction that writes its key, so that neither is ever ahead of the other.
 */
final class PublicKeyRecords {
  private PublicKeyRecords() {}

  /** Of the keys among the entries of a decision. */
  static List<ProducerRecord<byte[], byte[]>> of(List<Decision.Entry> entries) {
    return entries.stream()
        .filter(entry -> entry.topic() == MailTopic.REGISTRY_SIGNING_KEYS)
        .flatMap(entry -> entry.value().stream())
        .map(value -> of((SigningKeyEntry) value))
        .toList();
  }

  /** Of every key there is. */
  static List<ProducerRecord<byte[], byte[]>> of(RegistryState state) {
    return state.keys().stream().map(Versioned::value).map(PublicKeyRecords::of).toList();
  }

  private static ProducerRecord<byte[], byte[]> of(SigningKeyEntry entry) {
    try {
      return of(SigningKeyRecords.read(entry));
    } catch (MalformedRecordException e) {
      throw new IllegalArgumentException("a key that was just decided about", e);
    }
  }

  private static ProducerRecord<byte[], byte[]> of(SigningKey key) {
    var name = key.name();
    return new ProducerRecord<>(
        MailTopic.REGISTRY_PUBLIC_KEYS.topic(),
        name.recordName().ascii().getBytes(UTF_8),
        Json.write(
            new PublicKeyEntry(name.domain().ascii(), name.selector().ascii(), key.recordText())));
  }
}
