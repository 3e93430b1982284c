package org.postseal.dns.update;

import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.postseal.authentication.dns.DomainName;
import org.xbill.DNS.TSIG;

/**
 * A secret that we share with a DNS server (RFC 8945).
 *
 * @param algorithm such as {@code hmac-sha256}
 * @param name as the server knows it
 */
public record TsigKey(String algorithm, DomainName name, byte[] secret) {

  private static final List<String> ALGORITHMS =
      List.of("hmac-sha256", "hmac-sha384", "hmac-sha512");
  private static final int PARTS = 3;
  private static final int LEAST_OCTETS = 16;

  /**
   * Reads {@code algorithm:name:base64}, as {@code nsupdate -y} and {@code dig -y} are given it;
   * empty lines and lines beginning with {@code #} do not count.
   *
   * @throws IllegalArgumentException saying what is wrong, without the secret
   */
  public static TsigKey parse(String text) {
    var lines =
        text.lines().map(String::strip).filter(l -> !l.isEmpty() && !l.startsWith("#")).toList();
    if (lines.size() != 1) {
      throw new IllegalArgumentException("not exactly one line algorithm:name:base64");
    }
    var parts = lines.getFirst().split(":", -1);
    if (parts.length != PARTS) {
      throw new IllegalArgumentException("not algorithm:name:base64");
    }
    var algorithm = parts[0].toLowerCase(Locale.ROOT);
    if (!ALGORITHMS.contains(algorithm)) {
      throw new IllegalArgumentException("the algorithm is none of " + ALGORITHMS);
    }
    var name =
        DomainName.parse(parts[1])
            .orElseThrow(() -> new IllegalArgumentException("the key's name is no domain name"));
    return new TsigKey(algorithm, name, secret(parts[2]));
  }

  private static byte[] secret(String base64) {
    byte[] secret;
    try {
      secret = Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException _) {
      throw new IllegalArgumentException("the secret is not base64"); // its text may be quoted
    }
    if (secret.length < LEAST_OCTETS) {
      throw new IllegalArgumentException("the secret is shorter than 16 octets");
    }
    return secret;
  }

  TSIG tsig() {
    return new TSIG(algorithm, name.ascii() + ".", Base64.getEncoder().encodeToString(secret));
  }

  @Override
  public String toString() {
    return "TsigKey[" + algorithm + ", " + name + "]";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TsigKey(var otherAlgorithm, var otherName, var otherSecret)
        && algorithm.equals(otherAlgorithm)
        && name.equals(otherName)
        && MessageDigest.isEqual(secret, otherSecret);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }
}
