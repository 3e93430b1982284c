package org.postseal.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** Every command and sub-command: its help, its version, and mistakes in one line. */
class HelpAndMistakesTest {
  private static final CommandLine ALL = PostsealCommand.commandLine();

  /** What was printed, and the status. */
  private record Said(int status, String out, String err) {
    static Said by(List<String> words) {
      var out = new StringWriter();
      var err = new StringWriter();
      int status =
          ALL.setOut(new PrintWriter(out, true))
              .setErr(new PrintWriter(err, true))
              .execute(words.toArray(String[]::new));
      return new Said(status, out.toString(), err.toString());
    }

    static Said by(List<String> command, String... more) {
      return by(Stream.concat(command.stream(), Stream.of(more)).toList());
    }

    /** That it was refused as an argument is, in one line that says where help is. */
    String usageLine() {
      assertThat(status).as(err).isEqualTo(2);
      assertThat(out).isEmpty();
      assertThat(err.lines().toList()).singleElement().asString().startsWith("postseal: ");
      assertThat(err).doesNotContain("Exception").doesNotContain("\tat ");
      return err.strip();
    }
  }

  private static Stream<List<String>> commands() {
    var found = new ArrayList<List<String>>();
    collect(ALL, List.of(), found);
    return found.stream();
  }

  private static void collect(CommandLine command, List<String> words, List<List<String>> found) {
    found.add(words);
    command
        .getSubcommands()
        .forEach(
            (name, sub) ->
                collect(sub, Stream.concat(words.stream(), Stream.of(name)).toList(), found));
  }

  @Test
  void theyAreMany() {
    assertThat(commands()).hasSizeGreaterThan(40).contains(List.of("up"), List.of("keys", "list"));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void helpSaysWhatItIsAndWithWhatItEnds(List<String> command) {
    for (var option : List.of("--help", "-h")) {
      var said = Said.by(command, option);
      assertThat(said.status()).isZero();
      assertThat(said.err()).isEmpty();
      assertThat(said.out())
          .startsWith("Usage: " + String.join(" ", with("postseal", command)))
          .contains("--version")
          .contains("Exit status:");
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void versionIsTheSameEverywhere(List<String> command) {
    var said = Said.by(command, "--version");
    assertThat(said).isEqualTo(new Said(0, "postseal " + Version.number() + "\n", ""));
    assertThat(Version.number()).matches("\\d+\\.\\d+\\.\\d+.*");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void anUnknownOptionIsNamedWithTheOneThatWasMeant(List<String> command) {
    assertThat(Said.by(command, "--versoin").usageLine())
        .contains("--versoin")
        .contains("did you mean --version?")
        .endsWith("(" + String.join(" ", with("postseal", command)) + " --help)");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void aMissingArgumentIsOneLine(List<String> command) {
    var needed = spec(command);
    var isGroup = !needed.getSubcommands().isEmpty();
    var hasRequired =
        needed.getCommandSpec().args().stream().anyMatch(argument -> argument.required());
    if (isGroup || hasRequired) {
      assertThat(Said.by(command).usageLine()).endsWith(" --help)");
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void anOptionWithoutItsValueIsOneLine(List<String> command) {
    for (var option : spec(command).getCommandSpec().options()) {
      if (option.arity().min() > 0) {
        assertThat(Said.by(command, option.longestName()).usageLine())
            .contains(option.longestName());
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          kees               | no command kees; did you mean keys? (postseal --help)
          keys crate         | no command crate; did you mean create? (postseal keys --help)
          quarantine relase  | no command relase; did you mean release? (postseal quarantine --help)
          xyzzy              | no command xyzzy (postseal --help)
          keys list --domian a.example | no option --domian; did you mean --domain? (postseal keys list --help)
          keys list surplus  | one argument too many: surplus (postseal keys list --help)
          up --dta=x         | no option --dta=x; did you mean --data? (postseal up --help)
          up --mx-port many  | Invalid value for option '--mx-port': 'many' is not an int (postseal up --help)
          up --config absent | cannot read absent (postseal up --help)
          """)
  void wordsThatNobodyKnows(String line, String said) {
    assertThat(Said.by(List.of(line.split(" ", -1))).usageLine()).isEqualTo("postseal: " + said);
  }

  private static List<String> with(String first, List<String> words) {
    return Stream.concat(Stream.of(first), words.stream()).toList();
  }

  private static CommandLine spec(List<String> words) {
    var command = ALL;
    for (var word : words) {
      command = command.getSubcommands().get(word);
    }
    return command;
  }
}
