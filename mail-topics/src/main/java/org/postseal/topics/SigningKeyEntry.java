package org.postseal.topics;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * A signing key of ours, on {@code registry.signing-keys}. An entry stays when its key is revoked,
 * without its private half, because a selector is never used again.
 *
 * @param keyId the key of the record
 * @param domain lower-case A-labels
 * @param selector of its key record
 * @param algorithm {@code rsa} or {@code ed25519}, the words of {@code k=} (RFC 6376 §3.6.1)
 * @param publicKey the octets that {@code p=} carries in base64
 * @param announced when it was made
 * @param published when its record was first seen in the public DNS
 * @param activated since when it signs
 * @param retired since when it signs no more
 * @param revoked since when its record says so
 * @param sealedPrivateKey present while it may sign
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record SigningKeyEntry(
    String keyId,
    String domain,
    String selector,
    String algorithm,
    byte[] publicKey,
    Instant announced,
    Optional<Instant> published,
    Optional<Instant> activated,
    Optional<Instant> retired,
    Optional<Instant> revoked,
    Optional<SealedPrivateKey> sealedPrivateKey) {

  /**
   * A private key as AES-256-GCM ciphertext. Associated data: domain, selector, key id and version.
   *
   * @param version of the key-encryption key
   * @param nonce 12 random octets
   * @param ciphertext PKCS #8, encrypted, with the tag at its end
   */
  public record SealedPrivateKey(int version, byte[] nonce, byte[] ciphertext) {
    @Override
    public boolean equals(Object other) {
      return other instanceof SealedPrivateKey(var otherVersion, var otherNonce, var otherText)
          && version == otherVersion
          && Arrays.equals(nonce, otherNonce)
          && Arrays.equals(ciphertext, otherText);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(nonce);
    }

    @Override
    public String toString() {
      return "SealedPrivateKey[version=" + version + "]";
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SigningKeyEntry entry
        && keyId.equals(entry.keyId)
        && domain.equals(entry.domain)
        && selector.equals(entry.selector)
        && algorithm.equals(entry.algorithm)
        && Arrays.equals(publicKey, entry.publicKey)
        && announced.equals(entry.announced)
        && published.equals(entry.published)
        && activated.equals(entry.activated)
        && retired.equals(entry.retired)
        && revoked.equals(entry.revoked)
        && sealedPrivateKey.equals(entry.sealedPrivateKey);
  }

  @Override
  public int hashCode() {
    return keyId.hashCode();
  }
}
