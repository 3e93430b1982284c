package org.postseal.commandline.manual;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManualTest {
  @TempDir private static Path share;

  @BeforeAll
  static void write() throws IOException {
    Manual.main(new String[] {share.toString(), "2026-11-23T00:00:00Z"});
  }

  @Test
  void everyCommandHasItsPage() throws IOException {
    var page = Files.readString(share.resolve("man/man1/postseal-keys-create.1"));
    assertThat(page)
        .startsWith(".TH \"POSTSEAL-KEYS-CREATE\" \"1\" \"2026-11-23\" \"Postseal ")
        .containsSubsequence(".SH NAME", ".SH SYNOPSIS", ".SH OPTIONS", ".SH EXIT STATUS")
        .contains("\\fB\\-\\-algorithm A\\fR\nrsa\\-2048 or ed25519 (default: rsa\\-2048)")
        .doesNotContain("${", "@|");
    try (var pages = Files.list(share.resolve("man/man1"))) {
      assertThat(pages).hasSizeGreaterThan(40);
    }
  }

  @Test
  void bashCompletesCommands() throws Exception {
    var script = share.resolve("bash-completion/completions/postseal");
    var process =
        new ProcessBuilder(
                "bash",
                "-c",
                ". '"
                    + script
                    + "'; COMP_WORDS=(postseal keys cr); COMP_CWORD=2; _complete_postseal;"
                    + " echo \"${COMPREPLY[@]}\"")
            .redirectErrorStream(true)
            .start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    assertThat(said.strip()).isEqualTo("create");
    assertThat(share.resolve("zsh/site-functions/_postseal"))
        .content()
        .startsWith("#compdef postseal\n");
  }
}
