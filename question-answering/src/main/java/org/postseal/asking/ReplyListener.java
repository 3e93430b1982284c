package org.postseal.asking;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jboss.logging.Logger;
import org.postseal.topics.DeadLetter;
import org.postseal.topics.InstanceId;
import org.postseal.topics.MailTopic;
import org.postseal.topics.MalformedRecordException;
import org.postseal.topics.Signatures;
import org.postseal.topics.Verdict;

/**
 * Hears the answers on this replica's reply partition. The partition is assigned, never subscribed:
 * a rebalance would strand answers. It reads from the end, because older answers are for askers
 * that are gone.
 */
public final class ReplyListener implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(ReplyListener.class);
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(500);

  private final InstanceId instance;
  private final String service;
  private final Map<String, Hearing> hearings;
  private final OwnThreadProducer deadLetters;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Thread thread;
  private volatile boolean listening;
  private volatile boolean closing;

  /** Hands an answer of one topic to whoever waits for it. */
  public interface Hearing {
    /** Ignores answers to other instances. */
    void hear(InstanceId instance, ConsumerRecord<byte[], byte[]> record)
        throws MalformedRecordException;
  }

  /** Verdicts. */
  public static Hearing verdicts(OpenQuestions<Verdict> open) {
    return (instance, record) -> {
      var verdict = Verdict.of(record);
      if (verdict.instance().equals(instance)) {
        open.answered(verdict.transactionId(), verdict);
      }
    };
  }

  /** Signatures. */
  public static Hearing signatures(OpenQuestions<Signatures> open) {
    return (instance, record) -> {
      var answer = Signatures.of(record);
      if (answer.instance().equals(instance)) {
        open.answered(answer.transactionId(), answer);
      }
    };
  }

  /**
   * Listens from now on.
   *
   * @param service who listens, as dead letters name it
   * @param hearings by topic
   * @param deadLetters writes them
   * @param kafka how to reach the brokers; contains credentials
   */
  public ReplyListener(
      InstanceId instance,
      String service,
      Map<MailTopic, Hearing> hearings,
      OwnThreadProducer deadLetters,
      Map<String, Object> kafka) {
    this.instance = instance;
    this.service = service;
    this.hearings =
        hearings.entrySet().stream()
            .collect(
                Collectors.toUnmodifiableMap(entry -> entry.getKey().topic(), Map.Entry::getValue));
    this.deadLetters = deadLetters;
    var settings = new HashMap<>(kafka);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
    this.consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    this.thread = Thread.ofPlatform().name("replies").daemon().start(this::listen);
  }

  /** Whether a question asked now would have its answer heard. */
  public boolean isListening() {
    return listening;
  }

  private void listen() {
    var partitions =
        hearings.keySet().stream()
            .map(topic -> new TopicPartition(topic, instance.replyPartition()))
            .toList();
    try (consumer) {
      consumer.assign(partitions);
      while (!closing) {
        try {
          if (!listening) {
            consumer.seekToEnd(partitions);
            // seekToEnd alone is lazy: asking for the position makes it happen before we say so
            partitions.forEach(consumer::position);
            listening = true;
            LOG.infof("answers are heard on partition %d", instance.replyPartition());
          }
          for (var record : consumer.poll(POLL)) {
            hand(record);
          }
        } catch (WakeupException _) {
          // close() wakes the consumer; the loop's condition decides
        } catch (InterruptException e) {
          throw e;
        } catch (KafkaException e) {
          LOG.warnf("cannot hear answers, trying again: %s", e.toString());
          pause();
        }
      }
    }
  }

  private void hand(ConsumerRecord<byte[], byte[]> record) {
    try {
      hearings.get(record.topic()).hear(instance, record);
    } catch (MalformedRecordException e) {
      // Its asker gives up at the deadline.
      LOG.warnf(
          "malformed answer at %s-%d@%d: %s",
          record.topic(), record.partition(), record.offset(), e.getMessage());
      var _ =
          deadLetters.send(
              DeadLetter.record(record, service, String.valueOf(e.getMessage()), Instant.now()));
    }
  }

  private void pause() {
    try {
      Thread.sleep(PAUSE_AFTER_FAILURE);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      closing = true;
    }
  }

  @Override
  public void close() {
    closing = true;
    consumer.wakeup();
    try {
      thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
