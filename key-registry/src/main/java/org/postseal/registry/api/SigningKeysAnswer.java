package org.postseal.registry.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;

/**
 * With what a domain's mail is signed; for signers only.
 *
 * @param domain the author domain as asked, in A-labels
 * @param signed whether mail of this domain must be signed; if so and there is no key, it must not
 *     leave
 * @param signingDomain for {@code d=}: the domain itself or the nearest ancestor that the registry
 *     has an entry for, if that one is ours to sign for
 * @param keys the active keys, RSA before Ed25519 (the order of the signature fields)
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record SigningKeysAnswer(
    String domain, boolean signed, Optional<String> signingDomain, List<Key> keys) {

  /**
   * Selector and private key as one value, so that they cannot be mixed up.
   *
   * @param keyId of the registry
   * @param selector for {@code s=}
   * @param algorithm for {@code a=}: {@code rsa-sha256} or {@code ed25519-sha256}
   * @param privateKey PKCS #8, base64
   */
  public record Key(String keyId, String selector, String algorithm, String privateKey) {
    @Override
    public String toString() {
      return "Key[" + keyId + ", " + selector + ", " + algorithm + "]";
    }
  }
}
