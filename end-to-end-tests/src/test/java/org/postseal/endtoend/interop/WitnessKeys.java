package org.postseal.endtoend.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.postseal.authentication.dkim.Selector;
import org.postseal.authentication.dkim.SignatureAlgorithm;
import org.postseal.authentication.dkim.SigningKey;
import org.postseal.authentication.dns.DomainName;
import org.postseal.dns.server.ZoneServer;

/**
 * Two keys of example.com, with which everybody signs: published, and as files in every form that
 * somebody wants.
 *
 * @param rsaPem PKCS#1
 * @param edPem PKCS#8
 * @param edSeed base64 of the 32 octets
 * @param edLong base64 of the seed and the public key, as libsodium has them
 */
record WitnessKeys(
    SigningKey rsa, SigningKey ed, Path rsaPem, Path edPem, Path edSeed, Path edLong) {
  static final DomainName DOMAIN = DomainName.of("example.com");

  static WitnessKeys publish(ZoneServer zone, Path folder)
      throws GeneralSecurityException, IOException {
    var rsa = KeyPairGenerator.getInstance("RSA");
    rsa.initialize(2048);
    KeyPair rsaPair = rsa.generateKeyPair();
    KeyPair edPair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    byte[] edPublic = last32(edPair.getPublic().getEncoded());
    byte[] seed = last32(edPair.getPrivate().getEncoded());
    zone.txt("rsa._domainkey.example.com", "v=DKIM1; p=" + base64(rsaPair.getPublic().getEncoded()))
        .txt("ed._domainkey.example.com", "v=DKIM1; k=ed25519; p=" + base64(edPublic));
    byte[] both = Arrays.copyOf(seed, 64);
    System.arraycopy(edPublic, 0, both, 32, 32);
    byte[] pkcs8 = rsaPair.getPrivate().getEncoded();
    // PKCS#8 wraps PKCS#1 behind a version, the algorithm and two headers: 26 octets
    byte[] pkcs1 = Arrays.copyOfRange(pkcs8, 26, pkcs8.length);
    return new WitnessKeys(
        new SigningKey(
            DOMAIN, new Selector("rsa"), SignatureAlgorithm.RSA_SHA256, rsaPair.getPrivate()),
        new SigningKey(
            DOMAIN, new Selector("ed"), SignatureAlgorithm.ED25519_SHA256, edPair.getPrivate()),
        write(folder.resolve("rsa.pem"), pem("RSA PRIVATE KEY", pkcs1)),
        write(folder.resolve("ed.pem"), pem("PRIVATE KEY", edPair.getPrivate().getEncoded())),
        write(folder.resolve("ed.seed"), base64(seed)),
        write(folder.resolve("ed.long"), base64(both)));
  }

  /** Those of an algorithm's name in a letter's. */
  List<SigningKey> named(String algorithm) {
    return switch (algorithm) {
      case "rsa" -> List.of(rsa);
      case "ed" -> List.of(ed);
      case "both" -> List.of(rsa, ed);
      default -> throw new IllegalArgumentException(algorithm);
    };
  }

  private static byte[] last32(byte[] encoded) {
    return Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
  }

  private static String base64(byte[] octets) {
    return Base64.getEncoder().encodeToString(octets);
  }

  private static String pem(String what, byte[] der) {
    var lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + what + "-----\n" + lines + "\n-----END " + what + "-----\n";
  }

  private static Path write(Path file, String text) throws IOException {
    return Files.writeString(file, text);
  }
}
