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
      ProofPlan.DEFAULT
          .faultsFor(Duration.ofSeconds(12))
          .seed(5)
          .brokers(1)
          .replicas(1)
          .clients(4)
          .rate(8)
          .largest(64 * 1024)
          .longestPause(Duration.ofSeconds(4));

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
