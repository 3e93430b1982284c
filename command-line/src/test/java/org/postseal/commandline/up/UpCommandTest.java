package org.postseal.commandline.up;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What the options stand for. */
class UpCommandTest {
  private static final String LOCATIONS = "smallrye.config.locations";

  @TempDir private Path directory;

  private static Map<String, String> settings(String... options) {
    var up = new UpCommand();
    assertThat(new CommandLine(up).execute(options)).isZero();
    return new HashMap<>(up.settings());
  }

  @Test
  void optionsAreSettings() {
    assertThat(
            settings(
                "--data",
                "/d",
                "--host-name=mx.example",
                "--route",
                "a.example=mx",
                "--route",
                "b.example=lmtp:h:24",
                "--mx-port",
                "25",
                "-Dx.y=z=1"))
        .containsEntry("postseal.standalone.data", "/d")
        .containsEntry("postseal.standalone.host-name", "mx.example")
        .containsEntry("postseal.relay.routes.\"a.example\"", "mx")
        .containsEntry("postseal.relay.routes.\"b.example\"", "lmtp:h:24")
        .containsEntry("postseal.ingress.mx.port", "25")
        .containsEntry("x.y", "z=1");
  }

  @Test
  void aFileRanksBelowOptionsAndTheEnvironment() throws IOException {
    var file = directory.resolve("mine.properties");
    Files.writeString(file, "postseal.ingress.mx.port=25\n");
    var taken = Path.of(URI.create(settings("--config", file.toString()).get(LOCATIONS)));
    assertThat(taken.getFileName()).hasToString("mine.properties");
    assertThat(taken).hasContent("config_ordinal=260\npostseal.ingress.mx.port=25\n");
  }
}
