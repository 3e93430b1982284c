package org.postseal.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;
import org.postseal.access.Tokens;
import org.postseal.registry.key.KeyEncryptionKeys;

/**
 * The secrets the services share, made at the first start, readable by their owner only (0600).
 *
 * @param registryTokens with what each role shows itself to the registry: lines {@code token:role}
 * @param keyEncryptionKeys under which private keys are encrypted: without this file the signing
 *     keys in Kafka's log are lost, so it belongs into every backup of the data directory
 */
record GeneratedSecrets(Path registryTokens, Path keyEncryptionKeys) {

  /** Makes those that the data directory, which is there, does not have. */
  static GeneratedSecrets in(Path data) {
    var secrets =
        new GeneratedSecrets(data.resolve("registry-tokens"), data.resolve("key-encryption-keys"));
    try {
      if (!Files.exists(secrets.registryTokens)) {
        write(secrets.registryTokens, Tokens.newFileText());
      }
      if (!Files.exists(secrets.keyEncryptionKeys)) {
        write(secrets.keyEncryptionKeys, KeyEncryptionKeys.newFileText());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep secrets in " + data, e);
    }
    return secrets;
  }

  /**
   * Keeps what a Kafka client needs to reach our broker, for people and their tools; the password
   * is in it.
   *
   * @throws UncheckedIOException if it cannot be written
   */
  static void keepClientSettings(Path data, Map<String, String> settings) {
    var lines = new StringBuilder();
    new TreeMap<>(settings)
        .forEach((key, value) -> lines.append(key).append('=').append(value).append('\n'));
    try {
      write(data.resolve("kafka-client.properties"), lines.toString());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep secrets in " + data, e);
    }
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
