package org.postseal.endtoend.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postseal.endtoend.accounting.Kind;

/** The shortest run that kills somebody: one broker, one of each service. */
class ProofTest {
  private static final ProofPlan SHORT =
      new ProofPlan(
          Duration.ofSeconds(12),
          5,
          1,
          1,
          4,
          8,
          64 * 1024,
          Duration.ofSeconds(4),
          ProofPlan.DEFAULT.patience());

  @TempDir Path directory;

  @Test
  void whatHeard250IsAccountedForWhoeverIsKilled() throws Exception {
    var printed = new ByteArrayOutputStream();
    var outcome =
        ProofRun.of(
            SHORT,
            directory.resolve("proof"),
            new PrintStream(printed, true, StandardCharsets.UTF_8));
    var text = printed.toString(StandardCharsets.UTF_8);
    System.out.println(text);
    assertThat(outcome.isGood()).as(text).isTrue();
    assertThat(outcome.faults()).as(text).hasSizeGreaterThan(1);
    assertThat(outcome.verdict().rows().values().stream().mapToInt(row -> row.arrived()).sum())
        .as(text)
        .isPositive();
    assertThat(outcome.verdict().rows()).containsKeys(Kind.GENUINE, Kind.SUBMITTED);
    assertThat(directory.resolve("proof/books/client-001.txt")).isNotEmptyFile();
  }
}
