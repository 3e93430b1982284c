package org.postseal.registry.journal;

import java.util.Optional;
import org.postseal.authentication.dkim.Selector;
import org.postseal.authentication.dns.DomainName;
import org.postseal.registry.key.KeyAlgorithm;
import org.postseal.registry.key.KeyName;
import org.postseal.registry.key.KeyState;
import org.postseal.registry.key.SigningKey;
import org.postseal.topics.MailTopic;
import org.postseal.topics.MalformedRecordException;
import org.postseal.topics.SigningKeyEntry;

/** Signing keys as they stand on their topic. */
final class SigningKeyRecords {

  private SigningKeyRecords() {}

  static SigningKeyEntry write(SigningKey key) {
    return new SigningKeyEntry(
        key.id(),
        key.name().domain().ascii(),
        key.name().selector().ascii(),
        key.algorithm().keyType(),
        key.publicKey(),
        key.state().announced(),
        key.state().seenSince(),
        key.state().signingSince(),
        key.state().retiredSince(),
        key.state().revokedSince(),
        key.sealedPrivateKey());
  }

  /** The entry without its private half, for people. */
  static SigningKeyEntry writeWithoutPrivateKey(SigningKey key) {
    return write(
        new SigningKey(
            key.id(), key.name(), key.algorithm(), key.publicKey(), key.state(), Optional.empty()));
  }

  /** What is to be written of it to its topic. */
  static Decision.Entry entry(SigningKey key) {
    return new Decision.Entry(MailTopic.REGISTRY_SIGNING_KEYS, key.id(), Optional.of(write(key)));
  }

  static SigningKey read(SigningKeyEntry entry) throws MalformedRecordException {
    var domain = DomainName.parse(entry.domain());
    var selector = Selector.parse(entry.selector());
    var algorithm = KeyAlgorithm.ofKeyType(entry.algorithm());
    if (domain.isEmpty() || selector.isEmpty() || algorithm.isEmpty()) {
      throw new MalformedRecordException("domain, selector or algorithm of a signing key");
    }
    return new SigningKey(
        entry.keyId(),
        new KeyName(selector.get(), domain.get()),
        algorithm.get(),
        entry.publicKey(),
        stateOf(entry),
        entry.sealedPrivateKey());
  }

  private static KeyState stateOf(SigningKeyEntry entry) throws MalformedRecordException {
    var announced = entry.announced();
    var published = entry.published();
    if (entry.revoked().isPresent()) {
      return new KeyState.Revoked(
          announced, published, entry.activated(), entry.retired(), entry.revoked().get());
    }
    if (entry.retired().isPresent()) {
      var activated =
          entry
              .activated()
              .orElseThrow(() -> new MalformedRecordException("retired, but never active"));
      return new KeyState.Retired(announced, published, activated, entry.retired().get());
    }
    if (entry.activated().isPresent()) {
      return new KeyState.Active(announced, published, entry.activated().get());
    }
    return published
        .<KeyState>map(seen -> new KeyState.Published(announced, seen))
        .orElseGet(() -> new KeyState.Announced(announced));
  }
}
