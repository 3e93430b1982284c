package org.postseal.relay.delivery;

import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.postseal.following.GroupFollower;
import org.postseal.following.LoopMetrics;
import org.postseal.following.SupervisedLoop;
import org.postseal.observation.MessageTraces;
import org.postseal.relay.RelaySettings;
import org.postseal.relay.desk.DeskBooks;
import org.postseal.relay.desk.DeskConsumers;
import org.postseal.relay.desk.OrderBook;
import org.postseal.relay.latest.LatestTopic;
import org.postseal.relay.reporting.ReportSigning;
import org.postseal.relay.reporting.ReportsOnTopics;
import org.postseal.relay.retry.ChainMemory;
import org.postseal.relay.retry.ChainScan;
import org.postseal.relay.retry.RetryBacklog;
import org.postseal.relay.retry.RetrySchedule;
import org.postseal.relay.tlspolicy.PolicyTopic;
import org.postseal.smtpclient.Connections;
import org.postseal.smtpclient.NextHopClient;
import org.postseal.smtpclient.Watch;
import org.postseal.topics.InstanceId;
import org.postseal.topics.MailTopic;
import org.postseal.topics.OperatorOrder;
import org.postseal.topics.OperatorOrder.Action;

/** Puts the relay together from its settings, starts it and ends it. Nothing is decided here. */
@ApplicationScoped
public class Relay implements DeskBooks {
  private static final Logger LOG = Logger.getLogger(Relay.class);

  /** Topics keep mail for 30 days, and its last segment for a week more. */
  private static final Duration ORDERS_HOLD = Duration.ofDays(45);

  /** The first message waits no longer than that until policies have been read. */
  private static final Duration POLICIES = Duration.ofSeconds(30);

  private final RelaySettings settings;
  private final InstantSource clock = InstantSource.system();
  private final Watch watch = new Watch();
  private final MemberName name;
  private final Connections connections;
  private final OutboundTls tls;
  private final KafkaProducer<byte[], byte[]> producer;
  private final StoredContent stored;
  private final Optional<ReportsOnTopics> signing;
  private final OrderBook orders;
  private final MessageDelivery delivery;
  private final RecordWriter writer;
  private final RelayMetrics metrics;
  private final RelayMetrics.Queue queue;
  private final String source;
  private final Deliveries deliveries;
  private final AcceptedTaker accepted;
  private final GroupFollower acceptedFollower;
  private final GroupFollower retryFollower;
  private final List<SupervisedLoop> loops;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("relay-delivery-", 0).factory());
  private final ScheduledExecutorService clockwork =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("relay-clockwork").daemon().factory());

  Relay(
      RelaySettings settings,
      @Identifier("default-kafka-broker") Map<String, Object> kafka,
      OrderBook orders,
      DeskConsumers consumers,
      MeterRegistry registry,
      OpenTelemetry telemetry,
      @ConfigProperty(name = MessageTraces.DISABLED) boolean untraced) {
    this.settings = settings;
    this.name =
        settings
            .memberName()
            .map(MemberName::given)
            .orElseGet(() -> MemberName.ofHost(Path.of(System.getProperty("java.io.tmpdir"))));
    var clients = new KafkaClients(kafka, name.name());
    var parts = new Parts(settings, registry);
    this.connections = new Connections(parts.reuse());
    this.producer = clients.producer();
    this.stored = new StoredContent(clients::reader, settings.inFlight().readers());
    this.metrics = new RelayMetrics(registry);
    metrics.watch(orders);
    this.writer = new RecordWriter(producer);
    this.tls = parts.outboundTls(watch, clock, new PolicyTopic(this::storeSoon));
    var exchangers = parts.mailExchangers();
    var client = new NextHopClient(exchangers, parts.habits(tls), connections, watch);
    var instance = InstanceId.random();
    this.source = "/relay/" + instance;
    this.orders = orders;
    this.signing =
        settings.enabled()
            ? Optional.of(new ReportsOnTopics(kafka, instance, parts.askingTimes()))
            : Optional.empty();
    var books =
        new MessageDelivery.Books(
            writer,
            parts.plan(),
            parts.reportDesk(
                signing.map(ReportSigning.class::cast).orElse(ReportSigning.none()), metrics),
            metrics,
            MessageTraces.by(telemetry, untraced, "org.postseal.relay"),
            new DeliveryLog(settings.loggedAddresses()),
            source);
    var reader = new ContentReader(stored);
    var chains = new ChainMemory();
    var decided =
        new LatestTopic("relay-orders", _ -> consumers.alone(), MailTopic.ORDERS, orders::take);
    var policies =
        new LatestTopic(
            "relay-sts-policies",
            _ -> consumers.alone(),
            MailTopic.STS_POLICIES,
            record -> tls.rules().sts().ifPresent(known -> PolicyTopic.take(record, known)));
    var _ = decided.read().thenRun(orders::complete);
    var handover =
        new Handover(
            CompletableFuture.allOf(decided.read(), inTime(policies.read())),
            new ChainScan(clients::reader, chains),
            threads,
            clock);
    var losses = new Losses(books, reader, clock);
    var shares = parts.shares();
    this.delivery =
        new MessageDelivery(
            new MessageDelivery.Means(
                parts.routes(), new HopSender(client, parts.maildirs()), orders),
            books,
            clock);
    this.deliveries =
        new Deliveries(
            delivery,
            shares,
            new HopHosts(exchangers),
            new Deliveries.Contents(
                reader, new HeldContent(settings.inFlight().waitingOctets()), losses, chains),
            new Deliveries.Patience(
                settings.destination().patience(), settings.inFlight().messages()),
            threads,
            metrics,
            clock);
    this.accepted = new AcceptedTaker(deliveries, losses, stored, handover, threads);
    this.acceptedFollower = new GroupFollower(List.of(MailTopic.ACCEPTED.topic()), accepted, clock);
    var backlog = new RetryBacklog(registry);
    this.queue = new RelayMetrics.Queue(deliveries.unfinished(), backlog, accepted::unread);
    metrics.watch(shares, queue, parts.pace());
    this.retryFollower =
        new GroupFollower(
            RetrySchedule.TOPICS.stream().map(MailTopic::topic).toList(),
            new RetryTaker(deliveries, accepted, backlog, handover, clock),
            clock);
    var lag = new ConsumerLag(registry);
    this.loops =
        List.of(
            new SupervisedLoop(
                "relay-accepted",
                before -> lag.measured(clients.accepted(before)),
                acceptedFollower,
                SupervisedLoop.Limits.USUAL),
            new SupervisedLoop(
                "relay-retry", clients::retries, retryFollower, SupervisedLoop.Limits.USUAL),
            decided.loop(),
            policies.loop());
    loops.forEach(loop -> new LoopMetrics(loop).bindTo(registry));
    signing.ifPresent(asking -> new LoopMetrics(asking.loop()).bindTo(registry));
  }

  /** Policies are a memory: where they cannot be read mail goes out all the same. */
  private static CompletableFuture<Void> inTime(CompletableFuture<Void> policies) {
    return policies.copy().completeOnTimeout(null, POLICIES.toSeconds(), TimeUnit.SECONDS);
  }

  void start() {
    long every = OutboundTls.REFRESHED_EVERY.toMinutes();
    var _ =
        clockwork.scheduleWithFixedDelay(
            () -> threads.execute(tls::refresh), every, every, TimeUnit.MINUTES);
    loops.forEach(SupervisedLoop::start);
    var _ = clockwork.scheduleWithFixedDelay(this::tick, 500, 500, TimeUnit.MILLISECONDS);
    var _ =
        clockwork.scheduleWithFixedDelay(
            accepted::expireWhereNothingFollows, 1, 1, TimeUnit.MINUTES);
    var _ =
        clockwork.scheduleWithFixedDelay(
            () -> threads.execute(this::revokeOutlived), 1, 60, TimeUnit.MINUTES);
    LOG.infof("relay delivers as %s", settings.hostName());
  }

  /** Orders about messages that are long gone; whichever replica looks first. */
  private void revokeOutlived() {
    try {
      for (var subject : orders.outlived(clock.instant().minus(ORDERS_HOLD))) {
        writer.store(List.of(OperatorOrder.revoked(subject)));
        orders.revoked(subject);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.error("old orders are not revoked", e);
    }
  }

  /** What it is no loss not to have, for nobody to wait for. */
  private void storeSoon(ProducerRecord<byte[], byte[]> record) {
    threads.execute(
        () -> {
          try {
            writer.store(List.of(record));
          } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
          } catch (RuntimeException e) {
            LOG.warnf("%s was not written: %s", record.topic(), e.toString());
          }
        });
  }

  private void tick() {
    try {
      deliveries.tick();
      metrics.look(queue);
    } catch (RuntimeException e) {
      LOG.error("looking after what waits", e);
    }
  }

  /** The loops, for whoever asks whether they live. */
  List<SupervisedLoop> loops() {
    return Stream.concat(loops.stream(), signing.map(ReportsOnTopics::loop).stream()).toList();
  }

  @Override
  public void store(List<ProducerRecord<byte[], byte[]>> records) throws InterruptedException {
    writer.store(records);
  }

  @Override
  public void acted(Action action) {
    metrics.acted(action);
  }

  @Override
  public String source() {
    return source;
  }

  @Override
  public List<ProducerRecord<byte[], byte[]>> records(Returned message, String reply)
      throws InterruptedException {
    return delivery.giveUp(message, reply);
  }

  /** Finishes what is begun, tells Kafka, and leaves the rest to the next. */
  void stop() {
    clockwork.shutdownNow();
    acceptedFollower.drain();
    retryFollower.drain();
    deliveries.stop(settings.shutdownGrace());
    loops.forEach(SupervisedLoop::close);
    signing.ifPresent(ReportsOnTopics::close);
    deliveries.close();
    connections.close();
    watch.close();
    stored.close();
    producer.close(Duration.ofSeconds(5));
    name.close();
  }
}
