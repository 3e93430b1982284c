package org.postseal.relay.delivery;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;

/** The Kafka client's own metrics, the lag among them, of the consumer a loop has now. */
final class ConsumerLag {
  private final MeterRegistry registry;
  private Optional<KafkaClientMetrics> current = Optional.empty();

  ConsumerLag(MeterRegistry registry) {
    this.registry = registry;
  }

  /** Measures this one, and no more the one before. */
  synchronized Consumer<byte[], byte[]> measured(Consumer<byte[], byte[]> consumer) {
    current.ifPresent(KafkaClientMetrics::close);
    var metrics = new KafkaClientMetrics(consumer);
    metrics.bindTo(registry);
    current = Optional.of(metrics);
    return consumer;
  }
}
