package org.postseal.console.index;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.postseal.console.ConsoleSettings;
import org.postseal.following.LoopMetrics;
import org.postseal.following.SupervisedLoop;

/**
 * Keeps the index while the process runs. Its database is opened on the loop's own thread: one that
 * is broken is logged, counted and tried again, and stops nothing else.
 */
@ApplicationScoped
public class Index {
  private static final int POLLED = 500;
  private static final int FETCHED = 4 * 1024 * 1024;
  private static final int FETCHED_OF_A_PARTITION = 512 * 1024;
  // Opening a large index after a crash may take a while.
  private static final SupervisedLoop.Limits LIMITS =
      new SupervisedLoop.Limits(Duration.ofMinutes(5), Duration.ofMinutes(1));

  private final ConsoleSettings settings;
  private final Database database;
  private final IndexTurns turns;
  private final SupervisedLoop loop;

  @Inject
  Index(
      ConsoleSettings settings,
      Database database,
      @Identifier("default-kafka-broker") Map<String, Object> kafka) {
    this.settings = settings;
    this.database = database;
    this.turns =
        new IndexTurns(new EventStore(database), settings.retention(), InstantSource.system());
    this.loop = new SupervisedLoop("console-index", _ -> consumer(kafka), turns, LIMITS);
  }

  static Consumer<byte[], byte[]> consumer(Map<String, Object> kafka) {
    var consumer = new HashMap<>(kafka);
    consumer.remove(ConsumerConfig.GROUP_ID_CONFIG);
    consumer.put(ConsumerConfig.CLIENT_ID_CONFIG, "console-index");
    consumer.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    consumer.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    // A log that was lost or shortened is read from where it begins now.
    consumer.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    consumer.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, POLLED);
    consumer.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCHED);
    consumer.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCHED_OF_A_PARTITION);
    return new KafkaConsumer<>(consumer, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  void start(@Observes StartupEvent event, MeterRegistry metrics) {
    if (settings.enabled()) {
      bind(metrics);
      loop.start();
    }
  }

  private void bind(MeterRegistry metrics) {
    new LoopMetrics(loop).bindTo(metrics);
    FunctionCounter.builder("postseal_console_indexed", turns, IndexTurns::indexed)
        .description("Events that were added to the index")
        .register(metrics);
    FunctionCounter.builder("postseal_console_unreadable", turns, IndexTurns::skipped)
        .description("Records of the event topics that could not be read, and were passed over")
        .register(metrics);
    Gauge.builder("postseal_console_index_up", turns, one -> one.isRunning() ? 1 : 0)
        .description("Whether the index is being kept: its database and the topics can be used")
        .register(metrics);
  }

  void stop(@Observes ShutdownEvent event) {
    if (settings.enabled()) {
      loop.close();
      database.close();
    }
  }

  /** Why the index is not being kept, if it is not. */
  public Optional<String> trouble() {
    var standstill = loop.standstill();
    if (standstill.isPresent() || turns.isRunning()) {
      return standstill;
    }
    return Optional.of("its database or its topics cannot be used; the log says why");
  }

  /** Whether this process keeps it. */
  public boolean isEnabled() {
    return settings.enabled();
  }
}
