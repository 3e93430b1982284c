package org.postseal.commandline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postseal.commandline.up.UpCommand;
import picocli.CommandLine;

/** The launcher in a checkout in which nothing is built: what asks for nothing builds nothing. */
class LauncherTest {
  private static final Path CHECKOUT = Path.of("..").toAbsolutePath().normalize();

  @TempDir private static Path fresh;

  private record Said(int status, String out, String err) {}

  @BeforeAll
  static void copy() throws IOException {
    for (var file : List.of("postseal", "pom.xml")) {
      Files.copy(CHECKOUT.resolve(file), fresh.resolve(file), StandardCopyOption.COPY_ATTRIBUTES);
    }
  }

  private static Said sayWith(String javaHome, String... words) throws Exception {
    var command = new ArrayList<>(List.of(fresh.resolve("postseal").toString()));
    command.addAll(List.of(words));
    var out = fresh.resolve("out.txt");
    var err = fresh.resolve("err.txt");
    var builder =
        new ProcessBuilder(command)
            .directory(fresh.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().put("JAVA_HOME", javaHome);
    int status = builder.start().waitFor();
    var said = new Said(status, Files.readString(out, UTF_8), Files.readString(err, UTF_8));
    Files.delete(out);
    Files.delete(err);
    try (var files = Files.list(fresh)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .as("nothing was made by %s", Arrays.toString(words))
          .containsExactlyInAnyOrder("postseal", "pom.xml");
    }
    return said;
  }

  private static Said say(String... words) throws Exception {
    return sayWith(System.getProperty("java.home"), words);
  }

  static Stream<String> everyCommand() {
    return Stream.concat(
        Stream.of("demo", "bench", "fuzz", "test", "build", "package", "dev", "jdk"),
        PostsealCommand.commandLine().getSubcommands().keySet().stream());
  }

  @Test
  void helpActsNowhere() throws Exception {
    for (var command : everyCommand().toList()) {
      var said = say(command, "--help");
      assertThat(said.status()).as(command).isZero();
      assertThat(said.out())
          .contains("./postseal " + command + " ")
          .contains("Exit status: 0 done");
    }
  }

  @Test
  void theVersionIsSaidByEveryCommand() throws Exception {
    for (var command : Stream.concat(Stream.of("jdk", "build"), Stream.of("up", "keys")).toList()) {
      assertThat(say(command, "--version"))
          .isEqualTo(new Said(0, "postseal " + Version.number() + "\n", ""));
    }
    assertThat(say("--version").out()).isEqualTo("postseal " + Version.number() + "\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          kees           | no command kees (./postseal --help)
          build --now    | no option --now (./postseal build --help)
          demo twice     | one argument too many: twice (./postseal demo --help)
          test --fast    | no option --fast (./postseal test --help)
          bench --fast   | no option --fast (./postseal bench --help)
          bench disk     | bench knows jmh, dkim, load, peers, idle, slow, scale and proof, not disk
          fuzz all often | fuzz needs a number of seconds, not often
          dev            | dev needs a service: ingress-smtp, signer, verifier, key-registry or relay
          """)
  void aMistakeIsOneLineAndStatus2(String words, String line) throws Exception {
    var said = say(words.split(" ", -1));
    assertThat(said).isEqualTo(new Said(2, "", "postseal: " + line + "\n"));
  }

  @Test
  void itsListOfCommandsAndTheCommandLinesAreOne() throws Exception {
    var usage = say("--help").out();
    assertThat(everyCommand())
        .allSatisfy(command -> assertThat(usage).contains("  ./postseal " + command + " "));
    assertThat(new CommandLine(new UpCommand()).getCommandSpec().options())
        .filteredOn(option -> !option.usageHelp() && !option.versionHelp())
        .allSatisfy(option -> assertThat(usage).contains("\n  " + option.longestName()));
  }

  @Test
  void aJavaHomeThatIsNotTakenIsSaid(@TempDir Path old) throws Exception {
    var javac = old.resolve("bin/javac");
    Files.createDirectories(javac.getParent());
    Files.writeString(javac, "#!/bin/sh\necho javac 17.0.15\n");
    assertThat(javac.toFile().setExecutable(true)).isTrue();
    for (var wrong : List.of("no JDK (/nonexistent)", "JDK 17 (" + old + ")")) {
      var javaHome = wrong.substring(wrong.indexOf('(') + 1, wrong.length() - 1);
      var said = sayWith(javaHome, "jdk");
      assertThat(said.status()).as(said.err()).isZero();
      assertThat(said.err().lines().toList())
          .singleElement()
          .asString()
          .startsWith("postseal: JAVA_HOME is " + wrong + ", JDK 25 or newer is needed; using ");
    }
  }
}
