package org.postseal.authentication.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is kept of a message does not grow with it. */
class LargeMessageTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"true", "false"})
  void thirtyMegabytesAreSignedAndVerifiedInEightMebibytesOfHeap(String nativeCode)
      throws Exception {
    Path log = directory.resolve("log");
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx8m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-D" + SignatureProvider.PROPERTY + "=" + nativeCode,
                "-cp",
                System.getProperty("java.class.path"),
                LargeMessage.class.getName(),
                directory.resolve("message").toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).as("it ends").isTrue();
    assertThat(Files.readString(log, StandardCharsets.UTF_8))
        .matches("30000[0-9]{3} octets: Success\\[]\\R");
    assertThat(process.exitValue()).isZero();
  }
}
