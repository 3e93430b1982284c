package org.postseal.registryview;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.ToDoubleFunction;
import org.postseal.registryview.RegistryHttp.Statistics;

/**
 * What an operator watches of the questions to the registry: {@code
 * postseal_registry_questions_total} by how they ended.
 *
 * @param asker who asks, such as {@code verifier}: one process may hold several
 */
public record RegistryHttpMetrics(RegistryHttp http, String asker) implements MeterBinder {

  @Override
  public void bindTo(MeterRegistry registry) {
    count(registry, "answered", Statistics::answered);
    count(registry, "refused", Statistics::refused);
    count(registry, "away", Statistics::away);
  }

  private void count(MeterRegistry registry, String outcome, ToDoubleFunction<Statistics> count) {
    FunctionCounter.builder(
            "postseal_registry_questions", http, h -> count.applyAsDouble(h.statistics()))
        .description("Questions to the registry's API")
        .tag("asker", asker)
        .tag("outcome", outcome)
        .register(registry);
  }
}
