package org.postseal.registry.journal;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;
import org.postseal.following.SupervisedLoop;
import org.postseal.following.Turns;
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
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Candidate candidate;
  private final SupervisedLoop loop;
  private boolean isElected; // of the election's thread
  private long notBefore = System.nanoTime(); // likewise

  WriterElection(JournalKafka kafka, Candidate candidate) {
    this.candidate = candidate;
    this.loop =
        new SupervisedLoop(
            "registry-writer-election",
            _ -> kafka.candidate(),
            new Membership(),
            SupervisedLoop.Limits.USUAL);
  }

  void start() {
    loop.start();
  }

  /** What takes part: for liveness and metrics. */
  SupervisedLoop loop() {
    return loop;
  }

  /** Leaves the group, so that another replica is elected at once. */
  @Override
  public void close() {
    loop.close();
  }

  private final class Membership implements Turns {
    @Override
    public void begin(Consumer<byte[], byte[]> member) {
      member.subscribe(List.of(MailTopic.REGISTRY_DOMAINS.topic()), new Mandate(member));
    }

    @Override
    public void turn(Consumer<byte[], byte[]> member) {
      member.poll(POLL);
      if (isElected && !candidate.isInOffice() && System.nanoTime() - notBefore >= 0) {
        takeOffice(member);
      }
    }

    @Override
    public void ended() {
      isElected = false;
      candidate.leaveOffice();
    }

    /** Nothing is read here. */
    @Override
    public Map<TopicPartition, Long> awaited(Consumer<byte[], byte[]> member) {
      return Map.of();
    }
  }

  private void takeOffice(Consumer<byte[], byte[]> member) {
    try {
      candidate.takeOffice(() -> member.endOffsets(JournalKafka.PARTITIONS));
    } catch (WakeupException | InterruptException e) {
      throw e;
    } catch (KafkaException e) {
      LOG.warnf("elected, but cannot write yet: %s", e.getMessage());
      notBefore = System.nanoTime() + PAUSE.toNanos();
    }
  }

  private final class Mandate implements ConsumerRebalanceListener {
    private final Consumer<byte[], byte[]> member;

    Mandate(Consumer<byte[], byte[]> member) {
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
