package org.postseal.signingpolicy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The {@code id=} of a policy, made of what it says: every server of a domain, its HTTPS twin and
 * its TXT record have the same without talking to each other, and it changes when the policy does.
 * How long a reader may keep it is not part of it.
 */
public final class PolicyId {
  private static final int OCTETS = 8;

  private PolicyId() {}

  /** Sixteen hexadecimal digits. */
  public static String of(Promise sign, Testing testing) {
    var says = "sign=" + sign.word() + "; testing=" + testing.word();
    return HexFormat.of().formatHex(sha256(says), 0, OCTETS);
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
