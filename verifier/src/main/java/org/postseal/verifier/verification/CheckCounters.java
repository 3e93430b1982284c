package org.postseal.verifier.verification;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import org.postseal.authentication.Evaluation;
import org.postseal.authentication.authresults.ResultWord;
import org.postseal.policy.Asked;

/**
 * How often each check came to which result of RFC 8601 §2.7: {@code
 * postseal_verifier_checks_total}, all there from the start. DKIM counts every signature, and a
 * message without one as {@code none}; a check that was not made is not counted.
 */
final class CheckCounters {
  private enum Method {
    DKIM,
    DOMAINKEYS,
    SPF,
    DMARC,
    ARC,
    X_SIGNPOL
  }

  private final Map<Method, Map<ResultWord, Counter>> counters = new EnumMap<>(Method.class);

  CheckCounters(MeterRegistry meters) {
    for (var method : Method.values()) {
      var words = new EnumMap<ResultWord, Counter>(ResultWord.class);
      for (var result : EnumSet.complementOf(EnumSet.of(ResultWord.REGISTRY_ONLY))) {
        words.put(
            result,
            Counter.builder("postseal_verifier_checks")
                .description("Results of the checks")
                .tag("method", method.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .tag("result", result.word())
                .register(meters));
      }
      counters.put(method, words);
    }
  }

  void count(Evaluation evaluation) {
    if (evaluation.dkim().isEmpty()) {
      count(Method.DKIM, ResultWord.NONE);
    }
    evaluation.dkim().forEach(one -> count(Method.DKIM, ResultWord.of(one.outcome())));
    evaluation
        .domainKeys()
        .ifPresent(one -> count(Method.DOMAINKEYS, ResultWord.of(one.outcome())));
    evaluation.spf().ifPresent(one -> count(Method.SPF, ResultWord.of(one.outcome())));
    evaluation.dmarc().ifPresent(one -> count(Method.DMARC, ResultWord.of(one.outcome())));
    evaluation.arc().ifPresent(one -> count(Method.ARC, ResultWord.of(one.outcome())));
  }

  /** Only messages with a signature about which somebody was asked. */
  void count(Asked asked) {
    asked.signature().ifPresent(_ -> count(Method.X_SIGNPOL, asked.word()));
  }

  private void count(Method method, ResultWord result) {
    counters.get(method).get(result).increment();
  }
}
