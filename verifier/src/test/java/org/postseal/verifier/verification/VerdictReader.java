package org.postseal.verifier.verification;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.postseal.topics.InstanceId;
import org.postseal.topics.MailTopic;
import org.postseal.topics.MalformedRecordException;
import org.postseal.topics.TransactionId;
import org.postseal.topics.Verdict;

/** Asks as ingress does and hears the verdicts. */
final class VerdictReader {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration ASK_AGAIN = Duration.ofSeconds(2);

  final InstanceId instance = InstanceId.random();
  final KafkaProducer<byte[], byte[]> producer;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Map<TransactionId, CompletableFuture<Verdict>> verdicts = new ConcurrentHashMap<>();
  private final Thread reading;
  private volatile boolean closed;

  VerdictReader(Map<String, String> kafka) {
    producer =
        new KafkaProducer<>(
            new HashMap<>(kafka), new ByteArraySerializer(), new ByteArraySerializer());
    consumer =
        new KafkaConsumer<>(
            new HashMap<>(kafka), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    var partition = new TopicPartition(MailTopic.VERDICTS.topic(), instance.replyPartition());
    consumer.assign(List.of(partition));
    consumer.seekToEnd(List.of(partition));
    var _ = consumer.position(partition);
    reading = Thread.ofPlatform().daemon().start(this::read);
  }

  /** Asks as often as ingress would: before its first assignment a new group reads nothing. */
  Verdict ask(TransactionId id, ProducerRecord<byte[], byte[]> question) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      try {
        return send(id, question).get(ASK_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException _) {
        // once more
      }
    }
    throw new AssertionError("no verdict");
  }

  CompletableFuture<Verdict> send(TransactionId id, ProducerRecord<byte[], byte[]> question) {
    var verdict = verdicts.computeIfAbsent(id, _ -> new CompletableFuture<>());
    var _ = producer.send(question);
    return verdict;
  }

  private void read() {
    try {
      while (!closed) {
        for (var record : consumer.poll(Duration.ofMillis(200))) {
          var verdict = Verdict.of(record);
          if (verdict.instance().equals(instance)) {
            verdicts
                .computeIfAbsent(verdict.transactionId(), _ -> new CompletableFuture<>())
                .complete(verdict);
          }
        }
      }
    } catch (WakeupException _) {
      // closed
    } catch (MalformedRecordException e) {
      throw new IllegalStateException(e);
    }
  }

  void close() throws InterruptedException {
    closed = true;
    consumer.wakeup();
    reading.join();
    consumer.close();
    producer.close();
  }
}
