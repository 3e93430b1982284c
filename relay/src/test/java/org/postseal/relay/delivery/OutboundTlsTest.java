package org.postseal.relay.delivery;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The file of credentials is its owner's alone, or nothing starts. */
class OutboundTlsTest {
  @TempDir Path directory;

  private Path file(String permissions) throws IOException {
    var file = directory.resolve("credentials");
    Files.writeString(file, "smart.example:587 gw hidden\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-------", "r--------"})
  void itsOwnersAlone(String permissions) throws IOException {
    var file = file(permissions);
    assertThatCode(() -> OutboundTls.credentials(file)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw-r--r--"})
  void notIfOthersMayUseIt(String permissions) throws IOException {
    var file = file(permissions);
    assertThatThrownBy(() -> OutboundTls.credentials(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("others than its owner")
        .hasMessageNotContaining("hidden");
  }

  @Test
  void notIfItIsNotThere() {
    assertThatThrownBy(() -> OutboundTls.credentials(directory.resolve("absent")))
        .isInstanceOf(UncheckedIOException.class);
  }
}
