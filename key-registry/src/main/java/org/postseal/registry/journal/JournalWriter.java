package org.postseal.registry.journal;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.postseal.topics.CloudEvent;
import org.postseal.topics.InstanceId;
import org.postseal.topics.Json;
import org.postseal.topics.MailTopic;

/**
 * The one transactional producer. Opening it fences every earlier one, so whatever it commits was
 * decided on the newest state. After any failure it is of no more use: close it and open another.
 */
final class JournalWriter implements AutoCloseable {

  /** A write that did not succeed. */
  static final class WriteFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    WriteFailedException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  private final KafkaProducer<byte[], byte[]> producer;
  private final InstanceId instance;

  private JournalWriter(KafkaProducer<byte[], byte[]> producer, InstanceId instance) {
    this.producer = producer;
    this.instance = instance;
  }

  /**
   * Fences the others and finishes what they left open.
   *
   * @throws KafkaException if Kafka does not answer in time
   */
  static JournalWriter open(JournalKafka kafka, InstanceId instance) {
    var producer = kafka.writer();
    try {
      producer.initTransactions();
      return new JournalWriter(producer, instance);
    } catch (KafkaException e) {
      producer.close(Duration.ZERO);
      throw e;
    }
  }

  /**
   * Writes the entries and the audit event of a decision in one transaction.
   *
   * @param publicKeys what strangers are told of the keys among the entries
   */
  JournalPositions write(
      Decision.Accepted accepted,
      List<ProducerRecord<byte[], byte[]>> publicKeys,
      String author,
      Instant now)
      throws WriteFailedException {
    var records = new ArrayList<ProducerRecord<byte[], byte[]>>();
    for (var entry : accepted.entries()) {
      records.add(
          new ProducerRecord<>(
              entry.topic().topic(),
              entry.key().getBytes(StandardCharsets.UTF_8),
              entry.value().map(Json::write).orElse(null)));
    }
    records.addAll(publicKeys);
    var audit = accepted.audit();
    var event =
        CloudEvent.of(
            audit.type(),
            "/key-registry/" + instance,
            audit.subject(),
            now,
            new AuditData(author, audit.action(), audit.before(), audit.after()));
    records.add(event.toRecord(MailTopic.REGISTRY_AUDIT));
    return write(records);
  }

  /** What an audit event carries; entries stand here without secrets. */
  private record AuditData(
      String author, String action, Optional<Object> before, Optional<Object> after) {}

  /** Writes all of these or none. */
  JournalPositions write(List<ProducerRecord<byte[], byte[]>> records) throws WriteFailedException {
    var sent = new ArrayList<Future<RecordMetadata>>();
    try {
      producer.beginTransaction();
      records.forEach(r -> sent.add(producer.send(r)));
      producer.flush();
    } catch (KafkaException e) {
      throw new WriteFailedException("Kafka took no change; nothing was written", e);
    }
    var next = positionsAfter(sent);
    try {
      producer.commitTransaction();
    } catch (KafkaException e) {
      throw new WriteFailedException(
          "Kafka did not confirm the change; read before you try again", e);
    }
    return next;
  }

  private static JournalPositions positionsAfter(List<Future<RecordMetadata>> sent)
      throws WriteFailedException {
    var next = new HashMap<String, Long>();
    try {
      for (var future : sent) {
        var written = future.get();
        next.merge(written.topic(), written.offset() + 1, Math::max);
      }
    } catch (ExecutionException e) {
      throw new WriteFailedException("Kafka took no change; nothing was written", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new WriteFailedException("interrupted; nothing was written", e);
    }
    next.keySet().retainAll(JournalKafka.TOPIC_NAMES); // nobody here reads the others
    return new JournalPositions(next);
  }

  /** Leaves an open transaction to the next writer's {@code initTransactions}, which aborts it. */
  @Override
  public void close() {
    producer.close(Duration.ZERO);
  }
}
