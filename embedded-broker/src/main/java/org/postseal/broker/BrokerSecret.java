package org.postseal.broker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/** The password with which all services of a standalone gateway know its broker, and it them. */
final class BrokerSecret {
  private static final int OCTETS = 32;
  private final String text;

  private BrokerSecret(String text) {
    this.text = text;
  }

  /** Reads the secret file, or makes one that only its owner can read. */
  static BrokerSecret in(Path file) throws IOException {
    if (!Files.exists(file)) {
      var octets = new byte[OCTETS];
      new SecureRandom().nextBytes(octets);
      var owner = PosixFilePermissions.fromString("rw-------");
      Files.createFile(file, PosixFilePermissions.asFileAttribute(owner));
      Files.writeString(
          file,
          Base64.getUrlEncoder().withoutPadding().encodeToString(octets),
          StandardOpenOption.WRITE);
    }
    return new BrokerSecret(Files.readString(file, StandardCharsets.US_ASCII).strip());
  }

  String text() {
    return text;
  }

  @Override
  public String toString() {
    return "BrokerSecret[hidden]";
  }
}
