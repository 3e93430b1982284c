package org.postseal.following;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;
import org.postseal.following.Pauses.Pause;

/**
 * A member of a consumer group whose records are work that finishes in any order. Every {@link
 * #COMMIT_EVERY} Kafka is told which are done, record by record: an orderly stop repeats nothing, a
 * kill repeats what was being worked on or was finished since.
 *
 * <p>What waits in a partition (for its time, or for room) holds up nothing else: that partition is
 * paused at it, and polling goes on. At most {@link FinishedOffsets#MOST_OPEN} records of a
 * partition are open at once.
 *
 * <p>When partitions move to another member, what is being worked on has {@link #HANDOVER} to
 * finish and be told; the rest of it is finished too, and worked on by the next owner once more.
 */
public final class GroupFollower implements Turns {
  /** The longest that something finished is not known to Kafka. */
  public static final Duration COMMIT_EVERY = Duration.ofMillis(200);

  /**
   * Every partition's commit is made anew after this, so that its time says within a minute when
   * its owner was last alive.
   */
  public static final Duration SAY_ALL_EVERY = Duration.ofMinutes(1);

  /** How long a revoked partition waits for what is being worked on. */
  public static final Duration HANDOVER = Duration.ofSeconds(2);

  private static final Logger LOG = Logger.getLogger(GroupFollower.class);
  private static final Duration ASKING = Duration.ofSeconds(10);
  private static final Duration MEASURE_EVERY = Duration.ofSeconds(1);
  private static final int TRIES = 3;

  private final Collection<String> topics;
  private final RecordTaker taker;
  private final InstantSource clock;
  private final Map<TopicPartition, PartitionProgress> progress = new HashMap<>();
  private final Set<TopicPartition> owned = new HashSet<>();
  private final Pauses pauses;
  private final Commits commits;
  private final Map<TopicPartition, Failing> failing = new HashMap<>();
  private long measuredAt = System.nanoTime();
  private volatile boolean draining;

  /** The record a taker broke on last, and how often. */
  private record Failing(long offset, int times) {}

  public GroupFollower(Collection<String> topics, RecordTaker taker, InstantSource clock) {
    this.topics = List.copyOf(topics);
    this.taker = taker;
    this.clock = clock;
    this.pauses = new Pauses(clock);
    this.commits = new Commits(progress, clock);
  }

  /** Takes no more records. Membership and commits go on, so that what is open can be finished. */
  public void drain() {
    draining = true;
  }

  @Override
  public void begin(Consumer<byte[], byte[]> consumer) {
    consumer.subscribe(topics, new Assignment(consumer));
  }

  @Override
  public void turn(Consumer<byte[], byte[]> consumer) {
    if (draining) {
      consumer.pause(consumer.assignment());
    } else {
      consumer.resume(pauses.end(this::hasRoom));
    }
    var records = consumer.poll(pauses.untilNext());
    for (var partition : records.partitions()) {
      offer(consumer, partition, records.records(partition));
    }
    commits.turn(consumer);
    if (System.nanoTime() - measuredAt >= MEASURE_EVERY.toNanos()) {
      taker.measure(consumer);
      measuredAt = System.nanoTime();
    }
  }

  @Override
  public void end(Consumer<byte[], byte[]> consumer) {
    commits.make(consumer, consumer.assignment());
  }

  @Override
  public void ended() {
    forget(List.copyOf(owned));
  }

  private void forget(Collection<TopicPartition> partitions) {
    if (!partitions.isEmpty()) {
      pauses.forget(partitions);
      owned.removeAll(partitions);
      taker.revoked(partitions);
    }
  }

  private boolean hasRoom(TopicPartition partition) {
    var known = progress.get(partition);
    return known == null || known.open() < FinishedOffsets.MOST_OPEN;
  }

  private void offer(
      Consumer<byte[], byte[]> consumer,
      TopicPartition partition,
      List<ConsumerRecord<byte[], byte[]>> records) {
    var known = progress.get(partition);
    if (known == null || draining) {
      consumer.seek(partition, records.getFirst().offset());
      return;
    }
    for (var record : records) {
      if (known.isNew(record.offset())) {
        var pause = offer(known, record);
        if (pause.isPresent()) {
          pauses.begin(partition, pause.get());
          consumer.seek(partition, record.offset());
          consumer.pause(List.of(partition));
          return;
        }
      }
      known.pass(record.offset());
    }
  }

  private Optional<Pause> offer(PartitionProgress known, ConsumerRecord<byte[], byte[]> record) {
    if (known.open() >= FinishedOffsets.MOST_OPEN) {
      return Optional.of(new Pause.ForRoom());
    }
    var place = known.take(record.offset());
    try {
      return switch (taker.offer(record, place)) {
        case RecordTaker.Answer.Taken() -> Optional.empty();
        case RecordTaker.Answer.NotBefore(var due) -> {
          place.giveUp();
          yield Optional.of(new Pause.Until(due));
        }
        case RecordTaker.Answer.NoRoom() -> {
          place.giveUp();
          yield Optional.of(new Pause.ForRoom());
        }
      };
    } catch (RuntimeException e) {
      return broke(record, place, e);
    }
  }

  /** A record on which the taker breaks is offered again, and after some times kept elsewhere. */
  private Optional<Pause> broke(
      ConsumerRecord<byte[], byte[]> record, Place place, RuntimeException failure) {
    var before = failing.get(place.partition());
    int times = before != null && before.offset() == record.offset() ? before.times() + 1 : 1;
    LOG.errorf(failure, "%s cannot be taken, try %d", place, times);
    if (times < TRIES) {
      failing.put(place.partition(), new Failing(record.offset(), times));
      place.giveUp();
      return Optional.of(new Pause.Until(clock.instant().plusSeconds(times)));
    }
    failing.remove(place.partition());
    taker.unreadable(record, place, failure);
    return Optional.empty();
  }

  @Override
  public Map<TopicPartition, Long> awaited(Consumer<byte[], byte[]> consumer) {
    var positions = new HashMap<TopicPartition, Long>();
    var paused = consumer.paused();
    for (var partition : consumer.assignment()) {
      if (progress.containsKey(partition) && !paused.contains(partition)) {
        positions.put(partition, consumer.position(partition, ASKING));
      }
    }
    return positions;
  }

  private final class Assignment implements ConsumerRebalanceListener {
    private final Consumer<byte[], byte[]> consumer;

    Assignment(Consumer<byte[], byte[]> consumer) {
      this.consumer = consumer;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
      if (assigned.isEmpty()) {
        return;
      }
      var committed = consumer.committed(Set.copyOf(assigned), ASKING);
      var times = new HashMap<TopicPartition, Optional<Instant>>();
      for (var partition : assigned) {
        var note = Optional.ofNullable(committed.get(partition)).map(CommitNote::of);
        progress
            .computeIfAbsent(partition, PartitionProgress::new)
            .resume(note.map(CommitNote::finished), consumer.position(partition, ASKING));
        times.put(partition, note.flatMap(CommitNote::at));
      }
      owned.addAll(assigned);
      var ready = taker.assigned(times);
      if (!ready.isDone()) {
        assigned.forEach(partition -> pauses.begin(partition, new Pause.ForStart(ready)));
        consumer.pause(assigned);
      }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
      if (revoked.isEmpty()) {
        return;
      }
      forget(revoked);
      awaitOpen(revoked);
      commits.make(consumer, revoked);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> lost) {
      forget(lost);
    }
  }

  private void awaitOpen(Collection<TopicPartition> partitions) {
    long end = System.nanoTime() + HANDOVER.toNanos();
    while (System.nanoTime() - end < 0
        && partitions.stream()
            .map(progress::get)
            .anyMatch(known -> known != null && known.open() > 0)) {
      try {
        Thread.sleep(Pauses.SHORT_POLL);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
