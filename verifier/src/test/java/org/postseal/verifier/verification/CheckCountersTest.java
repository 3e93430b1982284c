package org.postseal.verifier.verification;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.postseal.authentication.Evaluation;
import org.postseal.authentication.arc.ArcOutcome;
import org.postseal.authentication.arc.ArcResult;
import org.postseal.authentication.message.Author;

class CheckCountersTest {
  private final MeterRegistry registry = new SimpleMeterRegistry();
  private final CheckCounters counters = new CheckCounters(registry);

  @Test
  void everyResultIsThereFromTheStart() {
    assertThat(registry.find("postseal_verifier_checks").counters())
        .hasSize(6 * 8)
        .allSatisfy(counter -> assertThat(counter.count()).isZero());
  }

  @Test
  void aCheckThatWasNotMadeIsNotCountedAndNoSignatureIsNone() {
    var unsigned = Evaluation.of(new Author.None(), Optional.empty(), List.of());
    counters.count(unsigned);
    counters.count(unsigned.with(new ArcResult(new ArcOutcome.None(), 0, List.of(), List.of())));
    assertThat(counted("dkim", "none")).isEqualTo(2);
    assertThat(counted("arc", "none")).isEqualTo(1);
    assertThat(
            registry.find("postseal_verifier_checks").counters().stream()
                .mapToDouble(Counter::count)
                .sum())
        .isEqualTo(3);
  }

  private double counted(String method, String result) {
    return registry
        .get("postseal_verifier_checks")
        .tags("method", method, "result", result)
        .counter()
        .count();
  }
}
