package org.postseal.signer.signing;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.stream.IntStream;
import org.postseal.topics.Signatures.Outcome;

/** What an operator watches of the signer; there from the start, at zero. */
@Startup
@ApplicationScoped
class SignerMetrics {
  private static final Duration[] BUCKETS =
      IntStream.of(1, 2, 5, 10, 25, 50, 100, 250, 1_000)
          .mapToObj(Duration::ofMillis)
          .toArray(Duration[]::new);

  private final MeterRegistry meters;
  private final Timer signing;

  @Inject
  SignerMetrics(MeterRegistry meters) {
    this.meters = meters;
    this.signing =
        Timer.builder("postseal_signer_signing")
            .description("From a question taken up to its answer")
            .serviceLevelObjectives(BUCKETS)
            .register(meters);
  }

  void answered(Outcome outcome, Duration took) {
    signing.record(took);
    switch (outcome) {
      case Outcome.Signed _ -> count("signed", "signed");
      case Outcome.Refused(_, var rule) -> count("refused", rule);
      case Outcome.Deferred(_, var rule) -> count("deferred", rule);
    }
  }

  private void count(String outcome, String rule) {
    meters.counter("postseal_signer_answers", "outcome", outcome, "rule", rule).increment();
  }
}
