package org.postseal.registry.journal;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.postseal.authentication.dns.DomainName;
import org.postseal.following.SupervisedLoop;
import org.postseal.registry.asking.Disagreement;
import org.postseal.registry.asking.Pins;
import org.postseal.registryview.RegistryView;
import org.postseal.topics.CloudEvent;
import org.postseal.topics.InstanceId;
import org.postseal.topics.Json;
import org.postseal.topics.MailTopic;
import org.postseal.topics.PolicyPin;

/**
 * Pinned policies on {@code registry.policy-pins}. Any replica writes them, for a domain's own word
 * needs nobody's decision, and the last one said is the one that counts.
 *
 * <p>What cannot be written counts in this process all the same, and is a warning and a number.
 */
public final class PolicyPinTopic implements Pins, AutoCloseable {
  private static final Logger LOG = Logger.getLogger(PolicyPinTopic.class);
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(2);
  private static final Duration READ_BACK = Duration.ofMinutes(1);

  private final RegistryView view;
  private final JournalKafka kafka;
  private final InstanceId instance;
  private final InstantSource clock;
  private final int most;

  /** What this replica has done itself, until it has read it back. */
  private final ConcurrentHashMap<DomainName, Own> unread = new ConcurrentHashMap<>();

  /**
   * A pin, or that a domain was let go.
   *
   * @param since when
   * @param isWritten Kafka has it
   */
  private record Own(Optional<PolicyPin> pin, Instant since, boolean isWritten) {
    /** What has been written will be read, or something later in its place. */
    boolean isOver(Optional<PolicyPin> read, Instant now) {
      return isWritten
          && (read.equals(pin)
              || read.filter(later -> later.seen().isAfter(since)).isPresent()
              || now.isAfter(since.plus(READ_BACK)));
    }
  }

  /** The producer blocks while Kafka is away; whoever asked a domain must not. */
  private final ExecutorService writing =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("policy-pins").factory());

  private final LongAdder unwritten = new LongAdder();
  private @Nullable KafkaProducer<byte[], byte[]> producer; // of the writing thread

  private PolicyPinTopic(
      RegistryView view, JournalKafka kafka, InstanceId instance, InstantSource clock, int most) {
    this.view = view;
    this.kafka = kafka;
    this.instance = instance;
    this.clock = clock;
    this.most = most;
  }

  /**
   * Begins to read what is kept.
   *
   * @param connection settings of every Kafka client
   * @param most the most domains pinned; beyond, no further one is
   */
  public static PolicyPinTopic start(
      Map<String, Object> connection, InstanceId instance, InstantSource clock, int most) {
    return new PolicyPinTopic(
        RegistryView.start(connection, RegistryView.Scope.POLICY_PINS),
        new JournalKafka(connection),
        instance,
        clock,
        most);
  }

  /** What reads: for liveness and metrics. */
  public SupervisedLoop loop() {
    return view.loop();
  }

  /** Pins and alarms that Kafka did not take. */
  public long unwritten() {
    return unwritten.sum();
  }

  /** Policies that domains are held to now. */
  public long inForce() {
    var now = clock.instant();
    return view.pins().stream().filter(pin -> pin.isInForce(now)).count();
  }

  @Override
  public boolean isReady() {
    return view.ready();
  }

  @Override
  public Optional<PolicyPin> of(DomainName domain) {
    var read = view.pin(domain);
    var own = unread.get(domain);
    if (own == null) {
      return read;
    }
    if (own.isOver(read, clock.instant())) {
      unread.remove(domain, own);
      return read;
    }
    return own.pin();
  }

  @Override
  public void keep(PolicyPin pin) {
    var domain = DomainName.of(pin.domain());
    if (of(domain).isEmpty() && held() >= most) {
      makeRoom();
      if (held() >= most) {
        LOG.warnf("%d domains are pinned; %s is not", most, domain);
        return;
      }
    }
    write(domain, Optional.of(pin));
  }

  @Override
  public void forget(DomainName domain) {
    if (of(domain).isPresent()) {
      write(domain, Optional.empty());
    }
  }

  /** Domains that are pinned, with what has not been read back yet. */
  private long held() {
    long change =
        unread.entrySet().stream()
            .mapToInt(
                one ->
                    (one.getValue().pin().isPresent() ? 1 : 0)
                        - (view.pin(one.getKey()).isPresent() ? 1 : 0))
            .sum();
    return view.pins().size() + change;
  }

  /** Lets go what has expired. */
  private void makeRoom() {
    var now = clock.instant();
    view.pins().stream()
        .filter(pin -> !pin.isInForce(now))
        .forEach(pin -> forget(DomainName.of(pin.domain())));
  }

  private void write(DomainName domain, Optional<PolicyPin> pin) {
    var own = new Own(pin, clock.instant(), false);
    unread.put(domain, own);
    send(
        new ProducerRecord<>(
            MailTopic.REGISTRY_POLICY_PINS.topic(),
            domain.ascii().getBytes(StandardCharsets.UTF_8),
            pin.map(Json::write).orElse(null)),
        () -> unread.replace(domain, own, new Own(pin, own.since(), true)));
  }

  /** Tells operators. */
  public void report(Disagreement disagreement) {
    send(
        CloudEvent.of(
                CloudEvent.Type.SOURCES_DISAGREE,
                "/key-registry/" + instance,
                disagreement.domain().ascii(),
                clock.instant(),
                new DisagreementData(
                    disagreement.domain().ascii(),
                    disagreement.selector().ascii(),
                    disagreement.source(),
                    disagreement.trust().name()))
            .toRecord(MailTopic.REGISTRY_AUDIT),
        () -> {});
  }

  private record DisagreementData(
      String domain, String selector, PolicyPin.Source source, String trust) {}

  private void send(ProducerRecord<byte[], byte[]> entry, Runnable whenWritten) {
    try {
      writing.execute(
          () -> {
            try {
              if (producer == null) {
                producer = kafka.markerProducer();
              }
              var _ = producer.send(entry).get();
              whenWritten.run();
            } catch (InterruptedException _) {
              Thread.currentThread().interrupt();
            } catch (ExecutionException | KafkaException e) {
              unwritten.increment();
              LOG.warnf("not written to %s: %s", entry.topic(), e.getMessage());
            }
          });
    } catch (RejectedExecutionException _) {
      unwritten.increment(); // this process ends
    }
  }

  @Override
  public void close() {
    try {
      writing.execute(
          () -> {
            if (producer != null) {
              producer.close(CLOSE_PATIENCE);
            }
          });
      writing.shutdown();
      if (!writing.awaitTermination(CLOSE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        writing.shutdownNow();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      writing.shutdownNow();
    }
    view.close();
  }
}
