package org.postseal.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postseal.registry.key.KeyEncryptionKeys;

class GeneratedSecretsTest {
  @TempDir Path directory;

  @Test
  void theFirstStartMakesThemForTheirOwnerOnly() throws IOException {
    var secrets = GeneratedSecrets.in(directory);

    for (var file : new Path[] {secrets.registryTokens(), secrets.keyEncryptionKeys()}) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
    assertThat(Files.readAllLines(secrets.registryTokens()))
        .hasSize(4)
        .allMatch(line -> line.matches("[A-Za-z0-9_-]{43}:(operator|signer|verifier|viewer)"));
    assertThat(KeyEncryptionKeys.parse(Files.readString(secrets.keyEncryptionKeys()))).isNotNull();
  }

  @Test
  void laterStartsKeepThem() throws IOException {
    var first = GeneratedSecrets.in(directory);
    var tokens = Files.readString(first.registryTokens());
    var keys = Files.readString(first.keyEncryptionKeys());

    var second = GeneratedSecrets.in(directory);

    assertThat(Files.readString(second.registryTokens())).isEqualTo(tokens);
    assertThat(Files.readString(second.keyEncryptionKeys())).isEqualTo(keys);
  }

  @Test
  void aStartThatWasCutShortIsMadeGood() throws IOException {
    Files.writeString(directory.resolve("key-encryption-keys.unfinished"), "1:");

    var secrets = GeneratedSecrets.in(directory);

    assertThat(KeyEncryptionKeys.parse(Files.readString(secrets.keyEncryptionKeys()))).isNotNull();
  }
}
