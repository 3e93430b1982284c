package org.postseal.asking;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jboss.logging.Logger;
import org.postseal.following.SupervisedLoop;
import org.postseal.following.Turns;
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
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration ASKING = Duration.ofSeconds(5);

  private final InstanceId instance;
  private final String service;
  private final Map<String, Hearing> hearings;
  private final OwnThreadProducer deadLetters;
  private final List<TopicPartition> partitions;
  private final SupervisedLoop loop;
  private volatile boolean listening;

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
    this.partitions =
        this.hearings.keySet().stream()
            .map(topic -> new TopicPartition(topic, instance.replyPartition()))
            .toList();
    this.loop =
        new SupervisedLoop(
                "relay".equals(service) ? "relay-replies" : "replies",
                _ ->
                    new KafkaConsumer<>(
                        settings, new ByteArrayDeserializer(), new ByteArrayDeserializer()),
                new FromTheEnd(),
                SupervisedLoop.Limits.USUAL)
            .start();
  }

  /** What listens: for liveness and metrics. */
  public SupervisedLoop loop() {
    return loop;
  }

  /** Whether a question asked now would have its answer heard. */
  public boolean isListening() {
    return listening;
  }

  private final class FromTheEnd implements Turns {
    private final Map<TopicPartition, Long> positions = new HashMap<>();

    /** Where we listened before is where we go on; what was said meanwhile is heard late or not. */
    @Override
    public void begin(Consumer<byte[], byte[]> consumer) {
      consumer.assign(partitions);
      if (positions.isEmpty()) {
        consumer.seekToEnd(partitions);
      } else {
        positions.forEach(consumer::seek);
      }
    }

    @Override
    public void turn(Consumer<byte[], byte[]> consumer) {
      if (!listening) {
        // seekToEnd alone is lazy: asking for the position makes it happen before we say so
        partitions.forEach(one -> positions.put(one, consumer.position(one, ASKING)));
        listening = true;
        LOG.infof("answers are heard on partition %d", instance.replyPartition());
      }
      for (var record : consumer.poll(POLL)) {
        positions.put(new TopicPartition(record.topic(), record.partition()), record.offset() + 1);
        hand(record);
      }
    }

    @Override
    public Map<TopicPartition, Long> awaited(Consumer<byte[], byte[]> consumer) {
      var now = new HashMap<TopicPartition, Long>();
      partitions.forEach(one -> now.put(one, consumer.position(one, ASKING)));
      return now;
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

  @Override
  public void close() {
    loop.close();
  }
}
