package org.postseal.registry.journal;

import org.postseal.registry.key.SigningKey;
import org.postseal.topics.DomainEntry;
import org.postseal.topics.Json;
import org.postseal.topics.MailTopic;
import org.postseal.topics.MalformedRecordException;

/** A state that a test fills, by the records that a journal would have. */
public final class FilledState {

  private final RegistryState state = new RegistryState();
  private long offset;

  public RegistryState state() {
    return state;
  }

  public FilledState with(SigningKey key) {
    return apply(
        MailTopic.REGISTRY_SIGNING_KEYS, key.id(), Json.write(SigningKeyRecords.write(key)));
  }

  public FilledState with(DomainEntry entry) {
    return apply(MailTopic.REGISTRY_DOMAINS, entry.domain(), Json.write(entry));
  }

  private FilledState apply(MailTopic topic, String key, byte[] value) {
    try {
      state.apply(topic, key, value, offset++);
      return this;
    } catch (MalformedRecordException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
