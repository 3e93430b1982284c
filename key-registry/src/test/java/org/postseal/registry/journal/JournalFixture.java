package org.postseal.registry.journal;

import java.time.Instant;
import java.util.Optional;
import org.postseal.topics.DomainEntry;
import org.postseal.topics.DomainEntry.SigningPolicy;
import org.postseal.topics.Json;
import org.postseal.topics.MailTopic;
import org.postseal.topics.MalformedRecordException;
import org.postseal.topics.SigningKeyEntry;

/** States of a registry for tests of those who read it. */
public final class JournalFixture {
  private static final Instant THEN = Instant.parse("2026-11-23T10:00:00Z");

  private JournalFixture() {}

  /**
   * signs.example signs all and has the keys s1 and revoked; others.example is the operator's word
   * about somebody else.
   */
  public static RegistryState withTwoDomains() {
    var state = new RegistryState();
    try {
      domain(state, "signs.example", true);
      domain(state, "others.example", false);
      key(state, "s1", Optional.empty());
      key(state, "revoked", Optional.of(THEN));
    } catch (MalformedRecordException e) {
      throw new IllegalStateException(e);
    }
    return state;
  }

  private static void domain(RegistryState state, String name, boolean signed)
      throws MalformedRecordException {
    var entry = new DomainEntry(name, false, signed, SigningPolicy.ALL, false, Optional.empty());
    state.apply(MailTopic.REGISTRY_DOMAINS, name, Json.write(entry), 0);
  }

  private static void key(RegistryState state, String selector, Optional<Instant> revoked)
      throws MalformedRecordException {
    var entry =
        new SigningKeyEntry(
            selector,
            "signs.example",
            selector,
            "ed25519",
            new byte[32],
            THEN,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            revoked,
            Optional.empty());
    state.apply(MailTopic.REGISTRY_SIGNING_KEYS, selector, Json.write(entry), 0);
  }
}
