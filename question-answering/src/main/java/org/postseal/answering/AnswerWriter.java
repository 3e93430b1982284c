package org.postseal.answering;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jboss.logging.Logger;

/**
 * Writes answers to their askers, and dead letters. The leader's word is enough for them: what is
 * lost with a leader is asked again. So nothing waits here for an acknowledgement.
 */
public final class AnswerWriter implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(AnswerWriter.class);
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

  /** Nobody waits longer than that for an answer. */
  private static final int DELIVERY_MS = 20_000;

  private final KafkaProducer<byte[], byte[]> producer;

  /**
   * A writer of its own producer.
   *
   * @param kafka how to reach the broker; the keys of a Kafka client
   * @param clientId the producer's name in the broker's metrics and logs
   */
  public AnswerWriter(Map<String, Object> kafka, String clientId) {
    var settings = new HashMap<>(kafka);
    settings.put(ProducerConfig.ACKS_CONFIG, "1");
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, false);
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    // One request at a time: the first answer leaves at once, those made meanwhile leave together.
    settings.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_MS);
    settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, DELIVERY_MS / 2);
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, DELIVERY_MS);
    settings.put(ProducerConfig.CLIENT_ID_CONFIG, clientId);
    producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Sends a record; a failure is logged and nothing else. */
  public void write(ProducerRecord<byte[], byte[]> answer) {
    var _ =
        producer.send(
            answer,
            (_, failure) -> {
              if (failure != null) {
                LOG.warnf("not written to %s: %s", answer.topic(), failure.getMessage());
              }
            });
  }

  @Override
  public void close() {
    producer.close(CLOSE_PATIENCE);
  }
}
