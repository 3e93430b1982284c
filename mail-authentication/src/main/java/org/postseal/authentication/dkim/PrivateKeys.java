package org.postseal.authentication.dkim;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/** Private keys from PEM text (RFC 7468): PKCS#8 for RSA and Ed25519, PKCS#1 for RSA. */
public final class PrivateKeys {
  private static final byte[] VERSION_0 = {2, 1, 0};
  private static final byte[] RSA_ALGORITHM =
      HexFormat.of().parseHex("300d06092a864886f70d0101010500");

  private PrivateKeys() {}

  /**
   * Reads the first private key of the text.
   *
   * @return empty if there is none that can be used
   */
  public static Optional<PrivateKey> readPem(String pem) {
    return block(pem, "PRIVATE KEY")
        .or(
            () ->
                block(pem, "RSA PRIVATE KEY")
                    .map(pkcs1 -> Der.sequence(VERSION_0, RSA_ALGORITHM, Der.octetString(pkcs1))))
        .flatMap(PrivateKeys::readPkcs8);
  }

  /** Reads a PKCS#8 PrivateKeyInfo. */
  public static Optional<PrivateKey> readPkcs8(byte[] der) {
    return read("RSA", der).or(() -> read("Ed25519", der));
  }

  private static Optional<PrivateKey> read(String algorithm, byte[] der) {
    try {
      return Optional.of(
          KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der)));
    } catch (GeneralSecurityException notOfThatAlgorithm) {
      return Optional.empty();
    }
  }

  /** The algorithm that a key of this type signs with. */
  public static SignatureAlgorithm algorithmOf(PrivateKey key) {
    return key.getAlgorithm().equals("RSA")
        ? SignatureAlgorithm.RSA_SHA256
        : SignatureAlgorithm.ED25519_SHA256;
  }

  private static Optional<byte[]> block(String pem, String label) {
    String begin = "-----BEGIN " + label + "-----";
    int start = pem.indexOf(begin);
    int end = pem.indexOf("-----END " + label + "-----");
    if (start < 0 || end < start) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          Base64.getMimeDecoder().decode(pem.substring(start + begin.length(), end)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
