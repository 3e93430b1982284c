package org.postseal.ingress.handoff;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;

/** How the three producers of ingress are set up, on top of the connection's settings. */
final class ProducerSettings {
  private static final Duration LONGEST_REQUEST = Duration.ofSeconds(30);
  private static final Duration ONE_TRY = Duration.ofMillis(500);
  private static final Duration EVENTS_LINGER = Duration.ofMillis(50);

  private final Map<String, Object> connection;
  private final HandoffSettings settings;

  ProducerSettings(Map<String, Object> connection, HandoffSettings settings) {
    this.connection = connection;
    this.settings = settings;
  }

  /** A lost question is asked again, so one replica's word is enough; it must leave at once. */
  Map<String, Object> questions() {
    // The other half it may have waited for its turn.
    var p = common(settings.answerDeadline().dividedBy(2), Duration.ZERO);
    p.put(ProducerConfig.ACKS_CONFIG, "1");
    p.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, false);
    // One request at a time: an idle ingress asks at once, a busy one asks many in one request.
    p.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
    return p;
  }

  /** The one durable copy: all in-sync replicas, no duplicates by retries. */
  Map<String, Object> accepted() {
    var p = common(settings.storeTimeout(), Duration.ZERO);
    p.put(ProducerConfig.ACKS_CONFIG, "all");
    p.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    p.put(ProducerConfig.BUFFER_MEMORY_CONFIG, settings.storeBuffer());
    return p;
  }

  /** Operators can wait a moment: batches are cheaper. */
  Map<String, Object> events() {
    var p = common(settings.storeTimeout(), EVENTS_LINGER);
    p.put(ProducerConfig.ACKS_CONFIG, "1");
    p.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, false);
    return p;
  }

  private Map<String, Object> common(Duration delivery, Duration linger) {
    var request = delivery.dividedBy(2);
    var p = new HashMap<>(connection);
    p.remove("group.id");
    p.put(ProducerConfig.LINGER_MS_CONFIG, linger.toMillis());
    p.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) delivery.toMillis());
    p.put(
        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
        (int) (request.compareTo(LONGEST_REQUEST) < 0 ? request : LONGEST_REQUEST).toMillis());
    // One try of many: the record's own time counts.
    p.put(
        ProducerConfig.MAX_BLOCK_MS_CONFIG,
        Math.min(ONE_TRY.toMillis(), settings.maxBlock().toMillis()));
    return p;
  }
}
