package org.postseal.signer.signing;

import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jboss.logging.Logger;

/**
 * Writes signatures to their askers, and dead letters. The leader's word is enough for them: what
 * is lost with a leader is asked again. So nothing waits here for an acknowledgement.
 */
@ApplicationScoped
class SignatureWriter {
  private static final Logger LOG = Logger.getLogger(SignatureWriter.class);
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

  /** Nobody waits longer than that for an answer. */
  private static final int DELIVERY_MS = 20_000;

  private final KafkaProducer<byte[], byte[]> producer;

  @Inject
  SignatureWriter(@Identifier("default-kafka-broker") Map<String, Object> kafka) {
    var settings = new HashMap<>(kafka);
    settings.put(ProducerConfig.ACKS_CONFIG, "1");
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, false);
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    // One request at a time: the first answer leaves at once, those made meanwhile leave together.
    settings.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_MS);
    settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, DELIVERY_MS / 2);
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, DELIVERY_MS);
    settings.put(ProducerConfig.CLIENT_ID_CONFIG, "signer-signatures");
    producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  void write(ProducerRecord<byte[], byte[]> answer) {
    var _ =
        producer.send(
            answer,
            (_, failure) -> {
              if (failure != null) {
                LOG.warnf("not written to %s: %s", answer.topic(), failure.getMessage());
              }
            });
  }

  @PreDestroy
  void close() {
    producer.close(CLOSE_PATIENCE);
  }
}
