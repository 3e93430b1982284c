package org.postseal.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import org.postseal.registry.key.KeyEncryptionKeys;

/**
 * The secrets the services share, made at the first start, readable by their owner only (0600).
 *
 * @param registryTokens with what each role shows itself to the registry: lines {@code token:role}
 * @param keyEncryptionKeys under which private keys are encrypted: without this file the signing
 *     keys in Kafka's log are lost, so it belongs into every backup of the data directory
 */
record GeneratedSecrets(Path registryTokens, Path keyEncryptionKeys) {
  private static final int TOKEN_OCTETS = 32;
  private static final List<String> ROLES = List.of("operator", "signer", "verifier", "viewer");

  /** Makes those that the data directory does not have. */
  static GeneratedSecrets in(Path data) {
    var secrets =
        new GeneratedSecrets(data.resolve("registry-tokens"), data.resolve("key-encryption-keys"));
    try {
      Files.createDirectories(data);
      if (!Files.exists(secrets.registryTokens)) {
        write(secrets.registryTokens, tokens());
      }
      if (!Files.exists(secrets.keyEncryptionKeys)) {
        write(secrets.keyEncryptionKeys, KeyEncryptionKeys.newFileText());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep secrets in " + data, e);
    }
    return secrets;
  }

  private static String tokens() {
    var random = new SecureRandom();
    return ROLES.stream()
        .map(
            role -> {
              var octets = new byte[TOKEN_OCTETS];
              random.nextBytes(octets);
              return Base64.getUrlEncoder().withoutPadding().encodeToString(octets) + ":" + role;
            })
        .collect(Collectors.joining("\n", "", "\n"));
  }

  /** All of it or nothing: a start that is cut short leaves no half secret behind. */
  private static void write(Path file, String text) throws IOException {
    var unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
    Files.deleteIfExists(unfinished);
    var owner = PosixFilePermissions.fromString("rw-------");
    Files.createFile(unfinished, PosixFilePermissions.asFileAttribute(owner));
    Files.writeString(unfinished, text, StandardOpenOption.WRITE);
    try (var channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
