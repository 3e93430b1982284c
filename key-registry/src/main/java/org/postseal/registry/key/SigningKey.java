package org.postseal.registry.key;

import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.postseal.topics.SigningKeyEntry.SealedPrivateKey;

/**
 * A signing key of ours. Its private half is here as ciphertext, and only while it may still sign.
 *
 * @param id of the registry, never used again
 * @param name its selector and domain, never used again either
 * @param algorithm what it signs with
 * @param publicKey the octets of {@code p=}: SubjectPublicKeyInfo for RSA (RFC 6376 §3.6.1), the 32
 *     octets of the key itself for Ed25519 (RFC 8463 §4.2)
 * @param state where it is in its life
 * @param sealedPrivateKey until it is retired or revoked
 */
public record SigningKey(
    String id,
    KeyName name,
    KeyAlgorithm algorithm,
    byte[] publicKey,
    KeyState state,
    Optional<SealedPrivateKey> sealedPrivateKey) {

  /** The key after a transition; a key that will not sign again loses its private half. */
  public Optional<SigningKey> after(KeyTransition transition, Instant now) {
    return transition.from(state, now).map(this::in);
  }

  private SigningKey in(KeyState next) {
    var stillNeeded =
        switch (next) {
          case KeyState.Announced _, KeyState.Published _, KeyState.Active _ -> sealedPrivateKey;
          case KeyState.Retired _, KeyState.Revoked _ -> Optional.<SealedPrivateKey>empty();
        };
    return new SigningKey(id, name, algorithm, publicKey, next, stillNeeded);
  }

  /** The same key, its private half sealed in another way. */
  public SigningKey sealedAs(SealedPrivateKey sealed) {
    return new SigningKey(id, name, algorithm, publicKey, state, Optional.of(sealed));
  }

  public boolean isActive() {
    return state instanceof KeyState.Active;
  }

  /** The text of the key record; a revoked key's has an empty {@code p=} (RFC 6376 §3.6.1). */
  public String recordText() {
    var published =
        switch (state) {
          case KeyState.Announced _, KeyState.Published _, KeyState.Active _, KeyState.Retired _ ->
              Base64.getEncoder().encodeToString(publicKey);
          case KeyState.Revoked _ -> "";
        };
    return "v=DKIM1; k=" + algorithm.keyType() + "; p=" + published;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SigningKey key
        && id.equals(key.id)
        && name.equals(key.name)
        && algorithm == key.algorithm
        && Arrays.equals(publicKey, key.publicKey)
        && state.equals(key.state)
        && sealedPrivateKey.equals(key.sealedPrivateKey);
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }

  @Override
  public String toString() {
    return "SigningKey[" + id + ", " + name.recordName() + ", " + state.word() + "]";
  }
}
