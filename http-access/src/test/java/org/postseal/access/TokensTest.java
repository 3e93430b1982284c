package org.postseal.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokensTest {

  private static final String TOKEN = "0123456789abcdef";

  @Test
  void aTokenHasTheRolesOfItsLines() {
    var tokens =
        Tokens.parse(
            "# ours\n\n"
                + TOKEN
                + ":signer\n"
                + TOKEN
                + ":viewer\n"
                + "x".repeat(16)
                + ":operator\n");
    assertThat(tokens.holderOf(TOKEN).orElseThrow().roles())
        .isEqualTo(EnumSet.of(Role.SIGNER, Role.VIEWER));
    assertThat(tokens.holderOf(TOKEN + "0")).isEmpty();
    assertThat(tokens.holderOf("")).isEmpty();
    assertThat(tokens.holderOf("# ours")).isEmpty();
  }

  @Test
  void aHoldersNameTellsTokensApartAndNothingElse() {
    var holder = Tokens.parse(TOKEN + ":operator").holderOf(TOKEN).orElseThrow();
    assertThat(holder.name()).matches("operator/[0-9a-f]{8}").doesNotContain(TOKEN);
  }

  @Test
  void aNewFileHasATokenForEachRole() {
    var text = Tokens.newFileText();
    var tokens = Tokens.parse(text);
    assertThat(text.lines()).hasSize(Role.values().length);
    for (String line : text.lines().toList()) {
      var parts = line.split(":", 2);
      assertThat(tokens.holderOf(parts[0]).orElseThrow().roles())
          .containsExactly(Role.of(parts[1]).orElseThrow());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        TOKEN,
        TOKEN + ":",
        TOKEN + ":admin",
        "short:operator",
        ":operator",
        TOKEN + ":OPERATOR"
      })
  void refusesALineWithoutQuotingIt(String line) {
    assertThatThrownBy(() -> Tokens.parse("# first\n" + line))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("line 2 ")
        .hasMessageNotContaining(TOKEN);
  }

  @Test
  void aChangedFileIsReadAnewAndABrokenOneNot(@TempDir Path directory) throws Exception {
    var file = directory.resolve("tokens");
    Files.writeString(file, TOKEN + ":viewer");
    var tokens = new TokenFile(file);
    assertThat(tokens.holderOf(TOKEN)).isPresent();
    var next = "fedcba9876543210";
    Files.writeString(file, next + ":operator");
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(10)));
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (tokens.holderOf(next).isEmpty()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.sleep(20);
    }
    assertThat(tokens.holderOf(TOKEN)).isEmpty();
  }
}
