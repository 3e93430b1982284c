package org.postseal.registry.journal;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.postseal.topics.MailTopic;

/**
 * One replica of many writes: the one that Kafka assigns partition 0 of {@code registry.domains} in
 * the writers' consumer group. Nothing is read here; the assignment is the point. Kafka may believe
 * for a moment in two owners: the transactional id decides between them.
 */
final class WriterElection implements AutoCloseable {

  /** What the office means. */
  interface Candidate {
    boolean isInOffice();

    /**
     * Takes office: fences, reads up to the ends that are there then, announces itself.
     *
     * @param ends asks Kafka; only what it says after the fencing is the end
     * @throws KafkaException to be asked again
     */
    void takeOffice(Supplier<Map<TopicPartition, Long>> ends);

    void leaveOffice();
  }

  private static final Logger LOG = Logger.getLogger(WriterElection.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(10);

  private final JournalKafka kafka;
  private final Candidate candidate;
  private final Closing closing = new Closing();
  private final Thread thread =
      Thread.ofPlatform().daemon().name("registry-writer-election").unstarted(this::run);
  private volatile @Nullable KafkaConsumer<byte[], byte[]> consumer;
  private boolean isElected; // of the election's thread

  WriterElection(JournalKafka kafka, Candidate candidate) {
    this.kafka = kafka;
    this.candidate = candidate;
  }

  void start() {
    thread.start();
  }

  /** Leaves the group, so that another replica is elected at once. */
  @Override
  public void close() {
    closing.begin();
    var member = consumer;
    if (member != null) {
      member.wakeup();
    }
    try {
      thread.join(CLOSE_PATIENCE);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (!closing.hasBegun()) {
      try (var member = kafka.candidate()) {
        consumer = member;
        member.subscribe(List.of(MailTopic.REGISTRY_DOMAINS.topic()), new Mandate(member));
        while (!closing.hasBegun()) {
          member.poll(POLL);
          if (isElected && !candidate.isInOffice()) {
            takeOffice(member);
          }
        }
      } catch (WakeupException | InterruptException _) {
        LOG.debug("election left");
      } catch (KafkaException e) {
        LOG.warnf("cannot take part in the election of the writer: %s", e.getMessage());
        closing.pause();
      } finally {
        consumer = null;
        isElected = false;
        candidate.leaveOffice();
      }
    }
  }

  private void takeOffice(KafkaConsumer<byte[], byte[]> member) {
    try {
      candidate.takeOffice(() -> member.endOffsets(JournalKafka.PARTITIONS));
    } catch (WakeupException | InterruptException e) {
      throw e;
    } catch (KafkaException e) {
      LOG.warnf("elected, but cannot write yet: %s", e.getMessage());
      closing.pause();
    }
  }

  private final class Mandate implements ConsumerRebalanceListener {
    private final KafkaConsumer<byte[], byte[]> member;

    Mandate(KafkaConsumer<byte[], byte[]> member) {
      this.member = member;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      member.pause(partitions);
      isElected |= partitions.stream().anyMatch(p -> p.partition() == 0);
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      if (partitions.stream().anyMatch(p -> p.partition() == 0)) {
        isElected = false;
        candidate.leaveOffice();
      }
    }
  }
}
