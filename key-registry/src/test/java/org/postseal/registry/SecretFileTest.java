package org.postseal.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postseal.registry.SecretFile.IfAbsent;

class SecretFileTest {

  @TempDir Path directory;

  @Test
  void isGeneratedOnceForItsOwnerOnly() throws Exception {
    var file = directory.resolve("below/secret");
    assertThat(SecretFile.read(file, IfAbsent.GENERATE, () -> "first")).isEqualTo("first");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(SecretFile.read(file, IfAbsent.GENERATE, () -> "second")).isEqualTo("first");
    try (var left = Files.list(file.getParent())) {
      assertThat(left).containsExactly(file);
    }
  }

  @Test
  void isNotGeneratedUnlessAllowed() {
    var file = directory.resolve("secret");
    assertThatThrownBy(() -> SecretFile.read(file, IfAbsent.FAIL, () -> "first"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(file + " is absent");
    assertThat(file).doesNotExist();
  }
}
