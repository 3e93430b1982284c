package org.postseal.verifier.verification;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.postseal.topics.Verdict;

/** What an operator watches of the verifier; there from the start, at zero. */
@Startup
@ApplicationScoped
class VerifierMetrics {
  /** Up to the DNS budget of a message. */
  private static final Duration[] BUCKETS =
      IntStream.of(1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000)
          .mapToObj(Duration::ofMillis)
          .toArray(Duration[]::new);

  private final MeterRegistry meters;
  private final Timer evaluation;

  @Inject
  VerifierMetrics(MeterRegistry meters) {
    this.meters = meters;
    this.evaluation =
        Timer.builder("postseal_verifier_evaluation")
            .description("From a question taken up to its verdict")
            .serviceLevelObjectives(BUCKETS)
            .register(meters);
  }

  /** Times the making of a verdict and counts it by action and rule. */
  Verdict verdict(Supplier<Verdict> made) {
    long start = System.nanoTime();
    var verdict = made.get();
    evaluation.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
    meters
        .counter(
            "postseal_verifier_verdicts", "action", verdict.action().word(), "rule", verdict.rule())
        .increment();
    return verdict;
  }
}
