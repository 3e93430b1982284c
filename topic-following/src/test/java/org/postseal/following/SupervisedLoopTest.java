package org.postseal.following;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postseal.broker.BrokerSettings;
import org.postseal.broker.EmbeddedBroker;

/** Every way a loop can end, with a real broker: it begins anew, and what was finished stays so. */
class SupervisedLoopTest {
  private static final String TOPIC = "mail.deliveries";
  private static final int PARTITIONS = 6;

  @TempDir Path directory;

  private EmbeddedBroker broker;
  private KafkaProducer<byte[], byte[]> producer;
  private final Work work = new Work();
  private final Queue<AutoCloseable> open = new ConcurrentLinkedQueue<>();

  /** Takes everything and finishes what it is told to; breaks where it is told to. */
  private static final class Work implements RecordTaker {
    private final Queue<String> taken = new ConcurrentLinkedQueue<>();
    private final Map<String, Place> unfinished = new ConcurrentHashMap<>();
    private final Map<String, Integer> breaking = new ConcurrentHashMap<>();
    private final Queue<String> unreadable = new ConcurrentLinkedQueue<>();
    private final Map<String, Instant> due = new ConcurrentHashMap<>();
    private volatile Duration slow = Duration.ZERO;
    private volatile boolean keeping;

    @Override
    public Answer offer(ConsumerRecord<byte[], byte[]> record, Place place) {
      var text = new String(record.value(), StandardCharsets.US_ASCII);
      if (breaking.merge(text, -1, Integer::sum) >= 0) {
        throw new IllegalStateException("breaking on " + text);
      }
      if (due.getOrDefault(text, Instant.MIN).isAfter(Instant.now())) {
        return new Answer.NotBefore(due.get(text));
      }
      sleep(slow);
      taken.add(text);
      if (keeping) {
        unfinished.put(text, place);
      } else {
        place.finish();
      }
      return Answer.TAKEN;
    }

    @Override
    public void revoked(Collection<TopicPartition> partitions) {}

    @Override
    public void unreadable(
        ConsumerRecord<byte[], byte[]> record, Place place, RuntimeException failure) {
      unreadable.add(new String(record.value(), StandardCharsets.US_ASCII));
      place.finish();
    }
  }

  private static void sleep(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @BeforeEach
  void start() {
    startBroker(0);
    producer =
        new KafkaProducer<>(
            new HashMap<String, Object>(broker.clientSettings()),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  private void startBroker(int port) {
    broker =
        EmbeddedBroker.start(
            new BrokerSettings(directory, port, BrokerSettings.Durability.PAGE_CACHE));
  }

  @AfterEach
  void stop() throws Exception {
    for (var one : open) {
      one.close();
    }
    producer.close(Duration.ZERO);
    broker.close();
  }

  private KafkaConsumer<byte[], byte[]> member(Map<String, Object> more) {
    var settings = new HashMap<String, Object>(broker.clientSettings());
    settings.put(ConsumerConfig.GROUP_ID_CONFIG, "test");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 6000);
    settings.put(
        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
        CooperativeStickyAssignor.class.getName());
    settings.putAll(more);
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private SupervisedLoop loop(RecordTaker taker, Map<String, Object> more) {
    return loop(taker, more, Duration.ofMinutes(1));
  }

  private SupervisedLoop loop(RecordTaker taker, Map<String, Object> more, Duration turn) {
    var loop =
        new SupervisedLoop(
            "test-loop",
            _ -> member(more),
            new GroupFollower(List.of(TOPIC), taker, InstantSource.system()),
            new SupervisedLoop.Limits(turn, Duration.ofSeconds(3)));
    open.add(loop);
    return loop.start();
  }

  private void write(String text) throws Exception {
    write(Math.floorMod(text.hashCode(), PARTITIONS), text);
  }

  private void write(int partition, String text) throws Exception {
    producer
        .send(
            new ProducerRecord<>(TOPIC, partition, null, text.getBytes(StandardCharsets.US_ASCII)))
        .get();
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.getAsBoolean() && System.nanoTime() - end < 0) {
      sleep(Duration.ofMillis(20));
    }
    assertThat(condition.getAsBoolean()).isTrue();
  }

  private void takes(String text) {
    await(() -> work.taken.contains(text));
  }

  @Test
  void aTakerThatBreaksIsAskedAgainAndItsPartitionGoesOn() throws Exception {
    work.breaking.put("twice", 2);
    work.breaking.put("always", Integer.MAX_VALUE);
    loop(work, Map.of());

    write(1, "twice");
    write(1, "always");
    write(2, "other partition");
    write(1, "after");

    takes("other partition");
    takes("twice");
    takes("after");
    assertThat(work.unreadable).containsExactly("always");
  }

  @Test
  void aBrokerThatWasAwayIsFollowedAgain() throws Exception {
    var loop = loop(work, Map.of());
    write("before");
    takes("before");

    broker.close();
    sleep(Duration.ofSeconds(4));
    assertThat(loop.standstill()).as("a restart would not bring Kafka back").isEmpty();
    startBroker(broker.port());
    write("after");

    takes("after");
    assertThat(work.taken).containsExactly("before", "after");
  }

  @Test
  void aFencedConsumerIsReplaced() throws Exception {
    Map<String, Object> statically = Map.of(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, "one");
    var loop = loop(work, statically);
    write("before");
    takes("before");

    try (var rival = member(statically)) {
      rival.subscribe(List.of(TOPIC));
      await(
          () -> {
            rival.poll(Duration.ofMillis(100));
            return loop.restarts() > 0;
          });
    }
    write("after");

    takes("after");
    assertThat(work.taken).containsExactly("before", "after");
  }

  /** Whatever is thrown, an error too, in whichever turn. */
  @Test
  void aTurnThatThrowsIsFollowedByAnotherConsumer() throws Exception {
    var follower = new GroupFollower(List.of(TOPIC), work, InstantSource.system());
    var throwing = new ConcurrentLinkedQueue<Throwable>();
    var turns =
        new Turns() {
          @Override
          public void begin(Consumer<byte[], byte[]> consumer) {
            follower.begin(consumer);
          }

          @Override
          public void turn(Consumer<byte[], byte[]> consumer) {
            switch (throwing.poll()) {
              case RuntimeException e -> throw e;
              case Error e -> throw e;
              case null, default -> follower.turn(consumer);
            }
          }

          @Override
          public void ended() {
            follower.ended();
          }

          @Override
          public Map<TopicPartition, Long> awaited(Consumer<byte[], byte[]> consumer) {
            return follower.awaited(consumer);
          }
        };
    var loop =
        new SupervisedLoop("throwing", _ -> member(Map.of()), turns, SupervisedLoop.Limits.USUAL);
    open.add(loop);
    loop.start();
    write("before");
    takes("before");

    throwing.add(new IllegalStateException("a bug"));
    throwing.add(new org.apache.kafka.common.errors.UnknownServerException("of Kafka"));
    throwing.add(new AssertionError("worse"));
    throwing.add(new org.apache.kafka.common.errors.WakeupException());
    await(() -> loop.restarts() == 4);
    write("after");

    takes("after");
    assertThat(work.taken).containsExactly("before", "after");
    assertThat(loop.standstill()).isEmpty();
  }

  /** As a process is that was paused longer than the group waits for it. */
  @Test
  void aLoopThatSleptThroughItsMembershipGoesOn() throws Exception {
    loop(work, Map.of(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, 1000));
    write("before");
    takes("before");
    work.slow = Duration.ofSeconds(4);
    write("slow");
    takes("slow");
    work.slow = Duration.ZERO;

    write("after");

    takes("after");
    assertThat(work.taken).containsExactly("before", "slow", "after");
  }

  @Test
  void aTurnThatDoesNotEndIsSeen() throws Exception {
    var loop = loop(work, Map.of(), Duration.ofSeconds(3));
    write("before");
    takes("before");
    assertThat(loop.standstill()).isEmpty();

    work.slow = Duration.ofSeconds(6);
    write("hangs");

    await(() -> loop.standstill().orElse("").startsWith("one turn has taken"));
    work.slow = Duration.ZERO;
    await(() -> loop.standstill().isEmpty());
  }

  @Test
  void aLoopThatReadsNothingThoughThereIsSomethingIsSeen() throws Exception {
    var idle =
        new Turns() {
          private final TopicPartition partition = new TopicPartition(TOPIC, 0);

          @Override
          public void begin(Consumer<byte[], byte[]> consumer) {
            consumer.assign(List.of(partition));
            consumer.pause(List.of(partition));
            consumer.seek(partition, 0);
          }

          @Override
          public void turn(Consumer<byte[], byte[]> consumer) {
            consumer.poll(Duration.ofMillis(50));
          }

          @Override
          public Map<TopicPartition, Long> awaited(Consumer<byte[], byte[]> consumer) {
            return Map.of(partition, consumer.position(partition));
          }
        };
    var loop =
        new SupervisedLoop(
            "idle",
            _ -> member(Map.of()),
            idle,
            new SupervisedLoop.Limits(Duration.ofSeconds(3), Duration.ofSeconds(1)));
    open.add(loop);
    loop.start();
    sleep(Duration.ofSeconds(4));
    assertThat(loop.standstill()).as("nothing to read").isEmpty();

    write(0, "something");

    await(() -> loop.standstill().orElse("").startsWith("nothing read for"));
  }

  @Test
  void whatIsFinishedOutOfOrderIsNotDoneAgainByTheNext() throws Exception {
    work.keeping = true;
    var first = loop(work, Map.of());
    for (int i = 0; i < 10; i++) {
      write(3, "r" + i);
    }
    takes("r9");
    for (int i = 1; i < 10; i += 2) {
      work.unfinished.get("r" + i).finish();
    }
    first.close();

    var next = new Work();
    loop(next, Map.of());

    await(() -> next.taken.size() == 5);
    assertThat(next.taken).containsExactly("r0", "r2", "r4", "r6", "r8");
  }

  @Test
  void whatIsBeingWorkedOnIsNotTakenAgainWhenTheLoopBeginsAnew() throws Exception {
    work.keeping = true;
    Map<String, Object> statically = Map.of(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, "one");
    var loop = loop(work, statically);
    write(3, "open");
    write(3, "finished");
    takes("finished");
    work.unfinished.get("finished").finish();

    try (var rival = member(statically)) {
      rival.subscribe(List.of(TOPIC));
      await(
          () -> {
            rival.poll(Duration.ofMillis(100));
            return loop.restarts() > 0;
          });
    }
    write(3, "after");

    takes("after");
    assertThat(work.taken).containsExactly("open", "finished", "after");
  }

  @Test
  void whatIsNotDueHoldsUpItsPartitionOnly() throws Exception {
    work.due.put("later", Instant.now().plusSeconds(20));
    loop(work, Map.of());
    write(1, "later");
    write(1, "behind");
    write(2, "now");

    takes("now");
    assertThat(work.taken).containsExactly("now");
    takes("behind");
    assertThat(work.taken).containsExactly("now", "later", "behind");
  }

  @Test
  void noMoreIsTakenOfAPartitionThanACommitCanSay() throws Exception {
    work.keeping = true;
    loop(work, Map.of());
    for (int i = 0; i < FinishedOffsets.MOST_OPEN + 10; i++) {
      write(3, "r" + i);
    }
    await(() -> work.taken.size() == FinishedOffsets.MOST_OPEN);
    sleep(Duration.ofMillis(500));
    assertThat(work.taken).hasSize(FinishedOffsets.MOST_OPEN);

    work.unfinished.get("r100").finish();

    takes("r" + FinishedOffsets.MOST_OPEN);
  }
}
