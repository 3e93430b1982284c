package org.postseal.relay.delivery;

import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.postseal.observation.MessageTraces;
import org.postseal.relay.RelaySettings;
import org.postseal.relay.desk.DeskBooks;
import org.postseal.relay.desk.DeskConsumers;
import org.postseal.relay.desk.OrderBook;
import org.postseal.relay.desk.OrderFollower;
import org.postseal.relay.reporting.ReportSigning;
import org.postseal.relay.reporting.ReportsOnTopics;
import org.postseal.relay.retry.RetryBacklog;
import org.postseal.relay.retry.RetryConsumer;
import org.postseal.smtpclient.Connections;
import org.postseal.smtpclient.NextHopClient;
import org.postseal.smtpclient.Watch;
import org.postseal.topics.InstanceId;

/** Puts the relay together from its settings, starts it and ends it. Nothing is decided here. */
@ApplicationScoped
public class Relay implements DeskBooks {
  private static final Logger LOG = Logger.getLogger(Relay.class);

  private final RelaySettings settings;
  private final Watch watch = new Watch();
  private final Connections connections;
  private final OutboundTls tls;
  private final KafkaProducer<byte[], byte[]> producer;
  private final StoredContent stored;
  private final Optional<ReportsOnTopics> signing;
  private final OrderBook orders;
  private final DeskConsumers consumers;
  private final MessageDelivery delivery;
  private final RecordWriter writer;
  private final String source;
  private Optional<OrderFollower> orderFollower = Optional.empty();
  private final Deliveries deliveries;
  private final RetryConsumer retries;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("relay-delivery-", 0).factory());
  private final ScheduledExecutorService minutes =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("relay-minutes").daemon().factory());

  Relay(
      RelaySettings settings,
      @Identifier("default-kafka-broker") Map<String, Object> kafka,
      OrderBook orders,
      DeskConsumers consumers,
      MeterRegistry registry,
      OpenTelemetry telemetry,
      @ConfigProperty(name = MessageTraces.DISABLED) boolean untraced) {
    this.settings = settings;
    var clients = new KafkaClients(kafka);
    var parts = new Parts(settings, registry);
    var clock = InstantSource.system();
    this.connections = new Connections(parts.reuse());
    this.producer = clients.producer();
    this.stored = new StoredContent(clients::reader);
    var metrics = new RelayMetrics(registry);
    var inFlight = new InFlight(settings.inFlight().messages(), settings.inFlight().octets());
    metrics.watch(inFlight);
    this.tls = parts.outboundTls(watch, clock);
    var client = new NextHopClient(parts.mailExchangers(), parts.habits(tls), connections, watch);
    var means =
        new MessageDelivery.Means(
            parts.routes(), parts.slots(), new HopSender(client, parts.maildirs()), orders);
    this.orders = orders;
    this.consumers = consumers;
    var instance = InstanceId.random();
    this.signing =
        settings.enabled()
            ? Optional.of(new ReportsOnTopics(kafka, instance, parts.askingTimes()))
            : Optional.empty();
    var books =
        new MessageDelivery.Books(
            new RecordWriter(producer),
            parts.plan(),
            parts.reportDesk(
                signing.map(ReportSigning.class::cast).orElse(ReportSigning.none()), metrics),
            metrics,
            MessageTraces.by(telemetry, untraced, "org.postseal.relay"),
            new DeliveryLog(settings.loggedAddresses()),
            "/relay/" + instance);
    this.delivery = new MessageDelivery(means, books, threads, clock);
    this.source = books.source();
    this.writer = books.writer();
    this.deliveries =
        new Deliveries(delivery, books, stored, new Deliveries.Room(inFlight, threads), clock);
    this.retries =
        new RetryConsumer(clients::retries, deliveries, new RetryBacklog(registry), clock);
  }

  void start() {
    orderFollower = Optional.of(new OrderFollower(consumers::alone, orders));
    tls.start();
    long every = OutboundTls.REFRESHED_EVERY.toMinutes();
    var _ =
        minutes.scheduleWithFixedDelay(
            () -> threads.execute(tls::refresh), every, every, TimeUnit.MINUTES);
    retries.start();
    LOG.infof("relay delivers as %s", settings.hostName());
  }

  @Override
  public void store(List<ProducerRecord<byte[], byte[]>> records) throws InterruptedException {
    writer.store(records);
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

  Deliveries deliveries() {
    return deliveries;
  }

  Map<Integer, Long> ends(String topic, Set<Integer> partitions) {
    return stored.ends(topic, partitions);
  }

  void everyMinute(Runnable task) {
    var _ = minutes.scheduleWithFixedDelay(task, 1, 1, TimeUnit.MINUTES);
  }

  /** The channel is closed after this, and then commits what was acknowledged meanwhile. */
  void stop() {
    minutes.shutdownNow();
    retries.drain();
    deliveries.stop(settings.shutdownGrace());
    retries.close();
    signing.ifPresent(ReportsOnTopics::close);
    orderFollower.ifPresent(OrderFollower::close);
    connections.close();
    watch.close();
    stored.close();
    producer.close(Duration.ofSeconds(5));
  }
}
