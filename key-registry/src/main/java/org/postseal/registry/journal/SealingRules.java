package org.postseal.registry.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postseal.registry.journal.Decision.Accepted;
import org.postseal.registry.journal.Decision.Audit;
import org.postseal.registry.journal.Decision.Refused;
import org.postseal.registry.key.KeyEncryption;
import org.postseal.registry.key.KeyEncryption.Binding;
import org.postseal.registry.key.KeyEncryption.UnopenableKeyException;
import org.postseal.registry.key.SigningKey;
import org.postseal.topics.CloudEvent;

/** How private keys are sealed anew, under the key-encryption key that is current. */
final class SealingRules {
  private final RegistryState state;
  private final KeyEncryption encryption;

  SealingRules(RegistryState state, KeyEncryption encryption) {
    this.state = state;
    this.encryption = encryption;
  }

  Decision sealAnew(List<String> keyIds) {
    var sealed = new ArrayList<SigningKey>();
    var current = encryption.current();
    for (var keyId : keyIds) {
      var present = state.key(keyId);
      if (present.isEmpty()) {
        return Refused.notFound("no key " + keyId);
      }
      try {
        sealedAnew(present.get().value(), current).ifPresent(sealed::add);
      } catch (UnopenableKeyException e) {
        return Refused.conflict("key " + keyId + " cannot be sealed anew: " + e.getMessage());
      }
    }
    return new Accepted(
        sealed.stream().map(SigningKeyRecords::entry).toList(),
        new Audit(
            CloudEvent.Type.SIGNING_KEY_CHANGED,
            "key-encryption/" + current,
            "sealed " + sealed.size() + " private keys anew",
            Optional.empty(),
            Optional.empty()));
  }

  private Optional<SigningKey> sealedAnew(SigningKey key, String current)
      throws UnopenableKeyException {
    var before = key.sealedPrivateKey();
    if (before.isEmpty() || encryption.nameOf(before.get()).equals(current)) {
      return Optional.empty();
    }
    var binding = new Binding(key.id(), key.name());
    return Optional.of(
        key.sealedAs(encryption.seal(encryption.open(before.get(), binding), binding)));
  }
}
