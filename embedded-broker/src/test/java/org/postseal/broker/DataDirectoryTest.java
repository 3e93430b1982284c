package org.postseal.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postseal.broker.BrokerSettings.Durability;
import org.postseal.broker.DataDirectory.Opening;

class DataDirectoryTest {
  private static final long LIMIT_S = 60;

  @TempDir Path directory;
  private int umask;

  /** The widest there is: what is kept from others is kept by us. */
  @BeforeEach
  void everybodyMayReadEverything() {
    umask = ProcessUmask.set(0);
  }

  @AfterEach
  void asItWas() {
    ProcessUmask.set(umask);
  }

  @Test
  void nothingThatABrokerMakesIsOpenToOthersWhateverTheUmask() throws Exception {
    var data = directory.resolve("made/data");

    EmbeddedBroker.start(new BrokerSettings(data, 0, Durability.PAGE_CACHE)).close();

    assertThat(data.resolve("kafka")).isDirectory();
    assertThat(openToOthers(directory.resolve("made"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rwxr-xr-x", "rwx---r--", "rwx-----x", "rwxr-x---", "rwx-w----"})
  void oneThatIsOpenToOthersIsRefusedWithTheCommandThatMendsIt(String mode) throws Exception {
    var data = Files.createDirectory(directory.resolve("Alice's data"));
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString(mode));

    var opening = DataDirectory.open(data);

    assertThat(opening)
        .asInstanceOf(type(Opening.Refused.class))
        .extracting(Opening.Refused::line)
        .asString()
        .contains("is open to others (" + mode + "): chmod -R go= ")
        .doesNotContain("\n");
    assertThat(data).isEmptyDirectory();
    var line = ((Opening.Refused) opening).line();
    var mending = line.substring(line.indexOf("chmod"));
    assertThat(new ProcessBuilder("sh", "-c", mending).start().waitFor()).isZero();
    open(data).close();
  }

  @Test
  void whatAnEarlierVersionLeftOpenWithinIsClosed() throws IOException {
    var segment = directory.resolve("kafka/mail.accepted-0/00000000000000000000.log");
    Files.createDirectories(segment.getParent());
    Files.writeString(segment, "mail");
    var elsewhere = Files.createFile(Files.createTempDirectory("elsewhere").resolve("file"));
    Files.setPosixFilePermissions(elsewhere, PosixFilePermissions.fromString("rw-r--r--"));
    Files.createSymbolicLink(directory.resolve("accounts"), elsewhere);

    open(directory).close();

    assertThat(openToOthers(directory)).isEmpty();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(elsewhere)))
        .isEqualTo("rw-r--r--");
  }

  @Test
  void anotherProcessIsRefusedAndTheFirstGoesOn() throws Exception {
    try (var first = open(directory)) {
      var second = anotherProcess(directory);

      assertThat(second)
          .isEqualTo(
              "refused: "
                  + directory
                  + " is in use by another process ("
                  + ProcessHandle.current().pid()
                  + ")");
      assertThat(anotherProcess(directory)).as("not released by the failure").isEqualTo(second);
      assertThat(first.path()).isEqualTo(directory);
    }
    assertThat(anotherProcess(directory)).isEqualTo("ours");
  }

  @Test
  void twiceInAProcessIsRefusedAndDoesNotReleaseTheLock() throws Exception {
    try (var _ = open(directory)) {
      assertThat(DataDirectory.open(directory.resolve("../" + directory.getFileName())))
          .asInstanceOf(type(Opening.Refused.class))
          .extracting(Opening.Refused::line)
          .asString()
          .endsWith(" is in use by this process already");
      assertThat(anotherProcess(directory)).startsWith("refused: ");
    }
  }

  @Test
  void twoBrokersCannotShareOne() {
    var settings = new BrokerSettings(directory, 0, Durability.PAGE_CACHE);
    try (var _ = EmbeddedBroker.start(settings)) {
      assertThatThrownBy(() -> EmbeddedBroker.start(settings))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("in use");
    }
  }

  @Test
  void aFileIsNoDirectory() throws IOException {
    assertThat(DataDirectory.open(Files.createFile(directory.resolve("data"))))
        .isInstanceOf(Opening.Refused.class);
  }

  private static DataDirectory open(Path path) {
    return switch (DataDirectory.open(path)) {
      case Opening.Ours(var directory) -> directory;
      case Opening.Refused(var line) -> throw new AssertionError(line);
    };
  }

  /** What another JVM says when it opens the directory. */
  private static String anotherProcess(Path path) throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                OtherProcess.class.getName(),
                path.toString())
            .redirectErrorStream(true)
            .start();
    var said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    assertThat(process.waitFor(LIMIT_S, TimeUnit.SECONDS)).isTrue();
    return said;
  }

  /** Opens the directory it is told, and says what became of that. */
  static final class OtherProcess {
    private OtherProcess() {}

    public static void main(String[] arguments) {
      System.out.println(
          switch (DataDirectory.open(Path.of(arguments[0]))) {
            case Opening.Ours _ -> "ours";
            case Opening.Refused(var line) -> "refused: " + line;
          });
    }
  }

  private static List<String> openToOthers(Path top) throws IOException {
    var found = new ArrayList<String>();
    try (var files = Files.walk(top)) {
      for (var file : files.filter(each -> !Files.isSymbolicLink(each)).toList()) {
        var mode =
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS));
        if (!mode.endsWith("------")) {
          found.add(mode + " " + file);
        }
      }
    }
    return found;
  }
}
