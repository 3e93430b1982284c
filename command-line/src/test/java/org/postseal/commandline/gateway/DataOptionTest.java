package org.postseal.commandline.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

/** Which gateway is meant when one, two or none run, and nobody says it. */
class DataOptionTest {
  private static final String RUNNING = "postseal.running.directory";
  private static final long OURS = ProcessHandle.current().pid();
  private static final long ANOTHER = ProcessHandle.current().parent().orElseThrow().pid();
  private static final long ENDED = Long.MAX_VALUE;

  @TempDir private Path directory;

  @Command(name = "asks")
  private static final class Asks implements Runnable {
    @Mixin private final DataOption gateway = new DataOption();

    @Override
    public void run() {}
  }

  private static DataOption option(String... arguments) {
    var command = new Asks();
    new CommandLine(command).parseArgs(arguments);
    return command.gateway;
  }

  @BeforeEach
  void ownDirectory() {
    System.setProperty(RUNNING, directory.resolve("running").toString());
  }

  @AfterEach
  void forget() {
    System.clearProperty(RUNNING);
  }

  private RunningGateway noted(String name, long process) throws IOException {
    var data = Files.createDirectories(directory.resolve(name));
    var gateway = new RunningGateway(process, data, "http://127.0.0.1:1234", 2587);
    gateway.note();
    return gateway;
  }

  @Test
  void withoutAnyItIsTheDirectoryNamedData() {
    assertThat(option().directory()).isEqualTo(Path.of("data"));
    assertThat(option().url()).isEqualTo("http://127.0.0.1:8080");
  }

  @Test
  void theOneThatRunsIsFound() throws IOException {
    var gateway = noted("a", OURS);
    assertThat(option().directory()).isEqualTo(gateway.data());
    assertThat(option().url()).isEqualTo("http://127.0.0.1:1234");
    assertThat(option().running()).contains(gateway);
    gateway.forget();
    assertThat(option().directory()).isEqualTo(Path.of("data"));
  }

  @Test
  void whatIsSaidGoesBeforeWhatRuns() throws IOException {
    noted("a", OURS);
    assertThat(option("--data", "elsewhere").directory()).isEqualTo(Path.of("elsewhere"));
    assertThat(option("--data", "elsewhere").running()).isEmpty();
  }

  @Test
  void ofTwoOneMustBeNamed() throws IOException {
    noted("a", OURS);
    noted("b", ANOTHER);
    assertThatThrownBy(() -> option().directory())
        .isInstanceOf(ParameterException.class)
        .hasMessage(
            "several gateways run here; --data says which: %s, %s"
                .formatted(directory.resolve("a"), directory.resolve("b")));
  }

  @Test
  void oneThatHasEndedDoesNotCount() throws IOException {
    noted("a", ENDED);
    assertThat(option().directory()).isEqualTo(Path.of("data"));
    assertThat(option("--data", directory.resolve("a").toString()).running()).isEmpty();
  }

  @Test
  void notesThatOthersCouldHaveWrittenAreNotRead() throws IOException {
    noted("a", OURS);
    Files.setPosixFilePermissions(
        directory.resolve("running"), PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThat(option().directory()).isEqualTo(Path.of("data"));
  }
}
