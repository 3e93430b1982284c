package org.postseal.dns;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.ToDoubleFunction;
import org.postseal.dns.CachingDns.Statistics;

/**
 * What an operator watches of a cache: {@code postseal_dns_answers_total} by where they came from,
 * {@code postseal_dns_failures_total} and {@code postseal_dns_cache_bytes}.
 *
 * @param cache whose it is, such as {@code verifier}: one process may have several
 */
public record DnsMetrics(CachingDns dns, String cache) implements MeterBinder {

  @Override
  public void bindTo(MeterRegistry registry) {
    answers(registry, "memory", Statistics::hits);
    answers(registry, "joined", Statistics::joins);
    answers(registry, "query", Statistics::queries);
    FunctionCounter.builder("postseal_dns_failures", dns, d -> d.statistics().failures())
        .description("Queries without an answer that can be used")
        .tag("cache", cache)
        .register(registry);
    Gauge.builder("postseal_dns_cache", dns, d -> d.statistics().octets())
        .description("Memory that kept answers take, estimated")
        .baseUnit("bytes")
        .tag("cache", cache)
        .register(registry);
  }

  private void answers(MeterRegistry registry, String from, ToDoubleFunction<Statistics> count) {
    FunctionCounter.builder("postseal_dns_answers", dns, d -> count.applyAsDouble(d.statistics()))
        .description("Answers: kept ones, those of a query somebody else had begun, and new ones")
        .tag("cache", cache)
        .tag("from", from)
        .register(registry);
  }
}
