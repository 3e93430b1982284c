package org.postseal.authentication.dkim;

import java.security.PrivateKey;
import java.security.interfaces.RSAKey;
import java.util.Optional;
import org.postseal.authentication.dns.DomainName;

/**
 * A private key and the name under which its public half is published: one value, so that no
 * selector can meet another selector's key.
 *
 * @param privateKey in the form that signing is fastest with, which may be another object than was
 *     given
 */
public record SigningKey(
    DomainName domain, Selector selector, SignatureAlgorithm algorithm, PrivateKey privateKey) {
  /** RFC 8301 §3.2: Signers must use RSA keys of so many bits at least. */
  public static final int MINIMUM_RSA_BITS = 1024;

  /** Why a smaller one does not sign. */
  public static final String TOO_SMALL =
      "an RSA key of less than " + MINIMUM_RSA_BITS + " bits may not sign (RFC 8301)";

  public SigningKey {
    if (algorithm == SignatureAlgorithm.RSA_SHA1) {
      throw new IllegalArgumentException("rsa-sha1 never signs (RFC 8301)");
    }
    String jca = privateKey.getAlgorithm();
    boolean fits =
        switch (algorithm.keyType()) {
          case RSA -> jca.equals("RSA");
          case ED25519 -> jca.equals("EdDSA") || jca.equals("Ed25519");
        };
    if (!fits) {
      throw new IllegalArgumentException("a " + jca + " key cannot sign " + algorithm.word());
    }
    if (isTooSmall(privateKey)) {
      throw new IllegalArgumentException(TOO_SMALL);
    }
    privateKey = Cryptography.prepared(privateKey, PrivateKey.class);
  }

  /**
   * The first private key of PEM text (RFC 7468): PKCS#8 for RSA and Ed25519, PKCS#1 for RSA. The
   * key's type decides the algorithm.
   *
   * @param selector labels in any case
   * @return empty if the text holds no key that can be used
   * @throws IllegalArgumentException if {@code domain} or {@code selector} is no name, or the key
   *     is too small to sign
   */
  public static Optional<SigningKey> ofPem(String domain, String selector, String pem) {
    var name = DomainName.of(domain);
    var label =
        Selector.parse(selector).orElseThrow(() -> new IllegalArgumentException("not a selector"));
    return PrivateKeys.readPem(pem)
        .map(key -> new SigningKey(name, label, PrivateKeys.algorithmOf(key), key));
  }

  /**
   * Whether it is an RSA key that may not sign. A key that hides its modulus is not looked into.
   */
  public static boolean isTooSmall(PrivateKey key) {
    return key instanceof RSAKey rsa && rsa.getModulus().bitLength() < MINIMUM_RSA_BITS;
  }

  @Override
  public String toString() {
    return "SigningKey[" + selector + "._domainkey." + domain + " " + algorithm.word() + "]";
  }
}
