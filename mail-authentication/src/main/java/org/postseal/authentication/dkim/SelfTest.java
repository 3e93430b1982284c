package org.postseal.authentication.dkim;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.Provider;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * What a provider must do before it is trusted: RSA signatures that the platform verifies, the
 * Ed25519 signature of RFC 8032, and no pass for an altered one.
 */
final class SelfTest {
  private static final byte[] MESSAGE = {0x72};

  private SelfTest() {}

  static boolean passes(Provider candidate) throws GeneralSecurityException {
    return rsa(candidate) && ed25519(candidate);
  }

  private static boolean rsa(Provider candidate) throws GeneralSecurityException {
    KeyPair platform = rsaKey();
    KeyFactory keys = KeyFactory.getInstance("RSA", candidate);
    var secret = keys.generatePrivate(new PKCS8EncodedKeySpec(platform.getPrivate().getEncoded()));
    var open = keys.generatePublic(new X509EncodedKeySpec(platform.getPublic().getEncoded()));
    Signature signer = Signature.getInstance("SHA256withRSA", candidate);
    signer.initSign(secret);
    signer.update(MESSAGE);
    byte[] signature = signer.sign();
    Signature witness = Signature.getInstance("SHA256withRSA");
    witness.initVerify(platform.getPublic());
    witness.update(MESSAGE);
    Signature verifier = Signature.getInstance("SHA256withRSA", candidate);
    verifier.initVerify(open);
    return witness.verify(signature) && tellsApart(verifier, signature);
  }

  /** The largest primes of 1024 bits: a key of 2048 bits that is a secret to nobody. */
  private static KeyPair rsaKey() throws GeneralSecurityException {
    var one = BigInteger.ONE;
    var p = one.shiftLeft(1024).subtract(BigInteger.valueOf(105));
    var q = one.shiftLeft(1024).subtract(BigInteger.valueOf(179));
    var n = p.multiply(q);
    var e = BigInteger.valueOf(65537);
    var d = e.modInverse(p.subtract(one).multiply(q.subtract(one)));
    KeyFactory keys = KeyFactory.getInstance("RSA");
    return new KeyPair(
        keys.generatePublic(new RSAPublicKeySpec(n, e)),
        keys.generatePrivate(
            new RSAPrivateCrtKeySpec(
                n, e, d, p, q, d.mod(p.subtract(one)), d.mod(q.subtract(one)), q.modInverse(p))));
  }

  /** RFC 8032 §7.1, test 2. */
  private static boolean ed25519(Provider candidate) throws GeneralSecurityException {
    KeyFactory keys = KeyFactory.getInstance("Ed25519");
    Signature signer = Signature.getInstance("Ed25519", candidate);
    signer.initSign(
        keys.generatePrivate(
            new PKCS8EncodedKeySpec(
                hex(
                    "302e020100300506032b657004220420"
                        + "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"))));
    signer.update(MESSAGE);
    byte[] expected =
        hex(
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
    Signature verifier = Signature.getInstance("Ed25519", candidate);
    verifier.initVerify(
        keys.generatePublic(
            new X509EncodedKeySpec(
                hex(
                    "302a300506032b6570032100"
                        + "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"))));
    return Arrays.equals(signer.sign(), expected) && tellsApart(verifier, expected);
  }

  private static boolean tellsApart(Signature verifier, byte[] signature)
      throws GeneralSecurityException {
    verifier.update(MESSAGE);
    boolean genuine = verifier.verify(signature);
    byte[] altered = signature.clone();
    altered[9] ^= 1;
    verifier.update(MESSAGE);
    try {
      return genuine && !verifier.verify(altered);
    } catch (SignatureException _) {
      return genuine;
    }
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }
}
