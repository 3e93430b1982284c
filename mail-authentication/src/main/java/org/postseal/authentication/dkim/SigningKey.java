package org.postseal.authentication.dkim;

import java.security.PrivateKey;
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
    privateKey = Cryptography.prepared(privateKey, PrivateKey.class);
  }

  @Override
  public String toString() {
    return "SigningKey[" + selector + "._domainkey." + domain + " " + algorithm.word() + "]";
  }
}
