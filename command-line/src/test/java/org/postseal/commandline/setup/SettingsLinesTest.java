package org.postseal.commandline.setup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postseal.commandline.PostsealCommand;

class SettingsLinesTest {
  @TempDir private Path directory;

  @Test
  void replacesAValueAndLeavesTheRest() {
    var lines = new SettingsLines(List.of("# ours", "a.b = 1", "a.bc=2"));
    assertThat(lines.with("a.b", "x\\y").lines()).containsExactly("# ours", "a.b=x\\\\y", "a.bc=2");
    assertThat(lines.with("c", "3").lines()).containsExactly("# ours", "a.b = 1", "a.bc=2", "c=3");
  }

  @Test
  void setupKeepsWhatItWroteWhereNoGatewayRuns() throws IOException {
    var config = directory.resolve("postseal.properties");
    Files.writeString(config, "# mine\npostseal.ingress.mx.port=25\n");
    var said = setup(config, "--domain", "Example.ORG", "--account", "alice");
    assertThat(said)
        .startsWith("1 postseal: no gateway runs with " + directory.resolve("data"))
        .hasLineCount(1);
    assertThat(Files.readAllLines(config))
        .containsExactly(
            "# mine",
            "postseal.ingress.mx.port=25",
            "postseal.standalone.data=" + directory.resolve("data"),
            "postseal.standalone.host-name=mx.example.org",
            "postseal.relay.routes.\"example.org\"=maildir:"
                + directory.resolve("data")
                + "/mail/{domain}/{local-part}");
  }

  @Test
  void whatIsMissingAndCannotBeAskedIsOneLine() {
    assertThat(setup(directory.resolve("absent.properties")))
        .isEqualTo(
            "2 postseal: --domain is missing, and there is no terminal to ask on"
                + " (postseal setup --help)\n");
    assertThat(setup(directory.resolve("absent.properties"), "--domain", "no domain"))
        .isEqualTo("2 postseal: not a domain name: no domain (postseal setup --help)\n");
    assertThat(directory.resolve("absent.properties")).doesNotExist();
  }

  private String setup(Path config, String... more) {
    var err = new StringWriter();
    var arguments =
        new ArrayList<>(
            List.of(
                "setup",
                "--host-name",
                "mx.example.org",
                "--data",
                directory.resolve("data").toString(),
                "--config",
                config.toString()));
    arguments.addAll(List.of(more));
    int status =
        PostsealCommand.commandLine()
            .setOut(new PrintWriter(new StringWriter(), true))
            .setErr(new PrintWriter(err, true))
            .execute(arguments.toArray(String[]::new));
    return status + " " + err;
  }
}
