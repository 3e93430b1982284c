package org.postseal.endtoend.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProofArgumentsTest {
  private static ProofArguments parse(String words) {
    return ProofArguments.parse(words.isEmpty() ? List.of() : List.of(words.split(" ")));
  }

  @Test
  void nothingSaidIsThreeMinutesAndThreeBrokers() {
    assertThat(parse("")).isEqualTo(new ProofArguments.Run(ProofPlan.DEFAULT));
    assertThat(ProofPlan.DEFAULT.faultsFor()).isEqualTo(Duration.ofMinutes(3));
    assertThat(ProofPlan.DEFAULT.brokers()).isEqualTo(3);
  }

  @Test
  void everyOptionCounts() {
    assertThat(
            parse(
                "--minutes 20 --seed -5 --brokers 1 --replicas 3 --clients 4 --rate 50"
                    + " --largest 5242880 --pause 60 --patience 600"))
        .isEqualTo(
            new ProofArguments.Run(
                new ProofPlan(
                    Duration.ofMinutes(20),
                    -5,
                    1,
                    3,
                    4,
                    50,
                    5_242_880,
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(600))));
  }

  @Test
  void theHelpNamesEveryOption() {
    assertThat(parse("--seed x --help")).isEqualTo(new ProofArguments.Help());
    assertThat(ProofArguments.HELP).contains("Exit status: 0");
    assertThat(ProofOption.values())
        .allSatisfy(option -> assertThat(ProofArguments.HELP).contains("  " + option.word() + " "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --minutes      | --minutes needs a number from 1 to 1440
          --minutes 0    | --minutes needs a number from 1 to 1440, not 0
          --minutes soon | --minutes needs a number from 1 to 1440, not soon
          --seed one     | --seed needs a number, not one
          --brokers 2    | --brokers needs 1 or 3, not 2: of two, none may be away
          --pause 61     | --pause needs a number from 1 to 60, not 61
          --fast         | no option --fast (./postseal bench proof --help)
          3              | one argument too many: 3 (./postseal bench proof --help)
          """)
  void aMistakeIsOneLine(String words, String line) {
    assertThat(parse(words)).isEqualTo(new ProofArguments.Unusable(line));
  }
}
