package org.postseal.ingress.handoff;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postseal.authentication.message.DigestedMessage;
import org.postseal.broker.BrokerSettings;
import org.postseal.broker.EmbeddedBroker;
import org.postseal.ingress.session.Findings;
import org.postseal.ingress.session.Listener;
import org.postseal.ingress.session.MailTransaction;
import org.postseal.ingress.session.MessageOctets;
import org.postseal.ingress.session.MessageStore;
import org.postseal.ingress.session.StoreOutcome;
import org.postseal.ingress.session.TransactionEvent;
import org.postseal.ingress.session.VerificationOutcome;
import org.postseal.ingress.tracing.TransactionSpans;
import org.postseal.registryview.RegistryView;
import org.postseal.smtp.reply.Reply;
import org.postseal.topics.AcceptedRecord;
import org.postseal.topics.CloudEvent;
import org.postseal.topics.DeadLetter;
import org.postseal.topics.Envelope;
import org.postseal.topics.InstanceId;
import org.postseal.topics.MailTopic;
import org.postseal.topics.RecordGroups;
import org.postseal.topics.ReplyLine;
import org.postseal.topics.ReversePathProof;
import org.postseal.topics.TraceParent;
import org.postseal.topics.TransactionId;
import org.postseal.topics.Verdict;
import org.postseal.topics.VerifyQuestion;

class HandoffTest {
  @TempDir static Path directory;
  private static EmbeddedBroker broker;
  private static KafkaProducer<byte[], byte[]> producer;

  private static final InMemorySpanExporter ENDED = InMemorySpanExporter.create();
  private static final TransactionSpans SPANS =
      TransactionSpans.by(
          OpenTelemetrySdk.builder()
              .setTracerProvider(
                  SdkTracerProvider.builder()
                      .addSpanProcessor(SimpleSpanProcessor.create(ENDED))
                      .build())
              .build(),
          false);

  private final MailTransaction transaction =
      new MailTransaction(
          TransactionId.next(Instant.now()),
          new Envelope(
              "alice@sender.example",
              List.of("bob@receiver.example"),
              new Envelope.Client("192.0.2.1", "mx.sender.example", Optional.empty(), "mx"),
              Optional.empty(),
              "8BITMIME",
              false,
              Instant.parse("2026-11-23T10:00:00Z")),
          List.of());
  private final DigestedMessage message =
      new DigestedMessage(
          "From: <alice@sender.example>\r\n".getBytes(UTF_8),
          List.of(),
          List.of(),
          99,
          Optional.empty());
  private Handoff handoff;

  @BeforeAll
  static void startBroker() {
    broker =
        EmbeddedBroker.start(
            new BrokerSettings(directory, 0, BrokerSettings.Durability.PAGE_CACHE));
    producer = new KafkaProducer<>(kafka(), new ByteArraySerializer(), new ByteArraySerializer());
  }

  @AfterAll
  static void stopBroker() {
    producer.close();
    broker.close();
  }

  @BeforeEach
  void start() throws Exception {
    handoff = handoff(kafka());
    while (!handoff.hearsAnswers()) {
      Thread.sleep(10);
    }
  }

  @AfterEach
  void stop() {
    handoff.close();
  }

  private static Handoff handoff(Map<String, Object> kafka) {
    return new Handoff(
        kafka,
        new Quick(),
        RegistryView.Scope.DOMAINS,
        new Handoff.Instruments(new SimpleMeterRegistry(), SPANS),
        Clock.systemUTC());
  }

  private static Map<String, Object> kafka() {
    return new HashMap<>(broker.clientSettings());
  }

  /** The defaults, in the scale of a test. */
  private record Quick() implements HandoffSettings {
    @Override
    public Duration answerDeadline() {
      return Duration.ofSeconds(3);
    }

    @Override
    public Duration askAgainAfter() {
      return Duration.ofSeconds(1);
    }

    @Override
    public int openQuestionsOfNetwork() {
      return 2;
    }

    @Override
    public long longHeaderSection() {
      return 65_536;
    }

    @Override
    public Duration longHeaderPatience() {
      return Duration.ofMillis(250);
    }

    @Override
    public int window() {
      return 64;
    }

    @Override
    public Duration maxBlock() {
      return Duration.ofSeconds(1);
    }

    @Override
    public Duration storeTimeout() {
      return Duration.ofSeconds(3);
    }

    @Override
    public long storeBuffer() {
      return 32 * 1024 * 1024;
    }
  }

  @Test
  void theAnswerFindsItsAsker() throws Exception {
    try (var questions = new Reader(MailTopic.VERIFY)) {
      var asked = handoff.verification().ask(transaction, message).toCompletableFuture();
      var question = VerifyQuestion.of(questions.next());
      assertThat(question.envelope()).isEqualTo(transaction.envelope());
      assertThat(question.asker().attempt()).isEqualTo(1);
      // one who shares the partition, or an old answer: neither may be taken for ours
      answer(question.transactionId(), new InstanceId("somebody-else"), Verdict.Action.REJECT);
      answer(question.transactionId(), question.asker().instance(), Verdict.Action.ACCEPT);
      assertThat(asked.get(5, TimeUnit.SECONDS))
          .isInstanceOfSatisfying(
              VerificationOutcome.Accept.class,
              accept ->
                  assertThat(new String(accept.fields(), UTF_8))
                      .isEqualTo("Authentication-Results: mx.receiver.example; none\r\n"));
    }
  }

  @Test
  void asksOnceMoreOnAnotherPartitionAndTakesTheFirstAnswer() throws Exception {
    try (var questions = new Reader(MailTopic.VERIFY)) {
      var asked = handoff.verification().ask(transaction, message).toCompletableFuture();
      var first = questions.next();
      var second = questions.next();
      assertThat(second.partition()).isNotEqualTo(first.partition());
      var question = VerifyQuestion.of(second);
      assertThat(question.asker().attempt()).isEqualTo(2);
      assertThat(question.asker().budget()).isEqualTo(Duration.ofSeconds(2));
      answer(question.transactionId(), question.asker().instance(), Verdict.Action.REJECT);
      assertThat(asked.get(5, TimeUnit.SECONDS)).isInstanceOf(VerificationOutcome.Reject.class);
    }
  }

  @Test
  void oneNetworkHasNoMoreQuestionsOpenThanItsShare() throws Exception {
    try (var questions = new Reader(MailTopic.VERIFY)) {
      var first = handoff.verification().ask(transaction, message).toCompletableFuture();
      var second = handoff.verification().ask(from("192.0.2.77"), message).toCompletableFuture();
      var third = handoff.verification().ask(from("192.0.2.78"), message).toCompletableFuture();
      assertThat(third)
          .isCompletedWithValueMatching(
              outcome ->
                  outcome instanceof VerificationOutcome.Defer defer
                      && defer.reply().toString().startsWith("451 4.7.0 "));
      var elsewhere =
          handoff.verification().ask(from("198.51.100.1"), message).toCompletableFuture();
      assertThat(elsewhere).isNotDone();
      for (int i = 0; i < 3; i++) {
        var question = VerifyQuestion.of(questions.next());
        answer(question.transactionId(), question.asker().instance(), Verdict.Action.ACCEPT);
      }
      assertThat(first.get(5, TimeUnit.SECONDS)).isInstanceOf(VerificationOutcome.Accept.class);
      assertThat(second.get(5, TimeUnit.SECONDS)).isInstanceOf(VerificationOutcome.Accept.class);
      assertThat(handoff.verification().ask(from("192.0.2.79"), message).toCompletableFuture())
          .as("there is room again")
          .isNotDone();
    }
  }

  private static MailTransaction from(String address) {
    return new MailTransaction(
        TransactionId.next(Instant.now()),
        new Envelope(
            "alice@sender.example",
            List.of("bob@receiver.example"),
            new Envelope.Client(address, "mx.sender.example", Optional.empty(), "mx"),
            Optional.empty(),
            "8BITMIME",
            false,
            Instant.parse("2026-11-23T10:00:00Z")),
        List.of());
  }

  @Test
  void silenceIsAFourFiveOne() throws Exception {
    var outcome = handoff.verification().ask(transaction, message).toCompletableFuture();
    assertThat(outcome.get(5, TimeUnit.SECONDS))
        .isInstanceOfSatisfying(
            VerificationOutcome.Defer.class,
            defer -> {
              assertThat(defer.reply().code()).isEqualTo(451);
              assertThat(defer.findings().rule()).isEqualTo("no-answer");
            });
  }

  @Test
  void aMalformedAnswerGoesToTheDeadLetters() throws Exception {
    try (var questions = new Reader(MailTopic.VERIFY);
        var letters = new Reader(MailTopic.DEAD_LETTER)) {
      var asked = handoff.verification().ask(transaction, message).toCompletableFuture();
      var question = VerifyQuestion.of(questions.next());
      var record =
          verdict(question.transactionId(), question.asker().instance(), Verdict.Action.ACCEPT)
              .toRecord();
      var poison =
          new ProducerRecord<>(
              record.topic(),
              record.partition(),
              record.key(),
              "{".getBytes(UTF_8),
              record.headers());
      producer.send(poison).get();
      assertThat(DeadLetter.of(letters.next()).reason()).contains("Value");
      answer(question.transactionId(), question.asker().instance(), Verdict.Action.ACCEPT);
      assertThat(asked.get(5, TimeUnit.SECONDS)).isInstanceOf(VerificationOutcome.Accept.class);
    }
  }

  @Test
  void aLongMessageIsOneGroupInOnePartition() throws Exception {
    var octets = new byte[3_000_000];
    new java.util.Random(1).nextBytes(octets);
    try (var accepted = new Reader(MailTopic.ACCEPTED)) {
      var stored =
          handoff
              .store()
              .store(
                  transaction,
                  MessageStore.Destination.ACCEPTED,
                  new MessageOctets(
                      List.of(
                          new MessageOctets.Slice(octets, 0, 1_000),
                          new MessageOctets.Slice(octets, 1_000, octets.length - 1_000))))
              .toCompletableFuture();
      assertThat(stored.get(10, TimeUnit.SECONDS)).isEqualTo(new StoreOutcome.Stored());
      var groups = new RecordGroups();
      RecordGroups.Progress progress = new RecordGroups.Progress.Incomplete();
      int partition = -1;
      while (progress instanceof RecordGroups.Progress.Incomplete) {
        var record = accepted.next();
        assertThat(partition).isIn(-1, record.partition());
        partition = record.partition();
        progress = groups.add(AcceptedRecord.of(record), record.timestamp());
      }
      assertThat(progress)
          .isInstanceOfSatisfying(
              RecordGroups.Progress.Complete.class,
              complete -> assertThat(complete.message().length()).isEqualTo(octets.length));
    }
  }

  @Test
  void withoutABrokerNothingIsWrittenAndItSaysSo() throws Exception {
    var nowhere = kafka();
    nowhere.put("bootstrap.servers", "127.0.0.1:1");
    try (var alone = handoff(nowhere)) {
      var octets = new MessageOctets(List.of(new MessageOctets.Slice("x".getBytes(UTF_8), 0, 1)));
      assertThat(
              alone
                  .store()
                  .store(transaction, MessageStore.Destination.ACCEPTED, octets)
                  .toCompletableFuture()
                  .get(10, TimeUnit.SECONDS))
          .isInstanceOfSatisfying(
              StoreOutcome.NotStored.class,
              not -> assertThat(not.certainty()).isEqualTo(StoreOutcome.Certainty.NOTHING_WRITTEN));
      assertThat(
              alone
                  .verification()
                  .ask(transaction, message)
                  .toCompletableFuture()
                  .get(10, TimeUnit.SECONDS))
          .isInstanceOf(VerificationOutcome.Defer.class);
      assertThat(alone.hearsAnswers()).isFalse();
    }
  }

  /** They do not wait for the broker one behind the other. */
  @Test
  void withoutABrokerAllRecordsAreGivenUpInTheTimeOfOne() throws Exception {
    var nowhere = kafka();
    nowhere.put("bootstrap.servers", "127.0.0.1:1");
    try (var alone = handoff(nowhere)) {
      var octets = new MessageOctets(List.of(new MessageOctets.Slice("x".getBytes(UTF_8), 0, 1)));
      long began = System.nanoTime();
      var stores =
          IntStream.range(0, 50)
              .mapToObj(
                  _ ->
                      alone
                          .store()
                          .store(transaction, MessageStore.Destination.ACCEPTED, octets)
                          .toCompletableFuture())
              .toList();
      for (var store : stores) {
        assertThat(store.get(20, TimeUnit.SECONDS))
            .isInstanceOfSatisfying(
                StoreOutcome.NotStored.class,
                not ->
                    assertThat(not.certainty()).isEqualTo(StoreOutcome.Certainty.NOTHING_WRITTEN));
      }
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
    }
  }

  @Test
  void tellsWhyAMessageWasRejected() throws Exception {
    try (var events = new Reader(MailTopic.EVENTS)) {
      handoff
          .events()
          .publish(
              new TransactionEvent.Rejected(
                  transaction,
                  new Findings("signing-policy", Optional.of("{\"dkim\":[]}")),
                  Reply.of(550, "5.7.20", "no passing signature")));
      var event = CloudEvent.of(events.next());
      assertThat(event.type()).isEqualTo("org.postseal.mail.rejected");
      assertThat(event.subject()).isEqualTo(transaction.id().value());
      assertThat(event.data().get("rule").asText()).isEqualTo("signing-policy");
      assertThat(event.data().get("reply").asText()).isEqualTo("550 5.7.20 no passing signature");
      assertThat(event.data().get("evaluation").has("dkim")).isTrue();
    }
  }

  @Test
  void everyRecordOfATracedTransactionIsPartOfItsTrace() throws Exception {
    SPANS.begin(transaction.id(), Listener.MX, 0);
    var trace = SPANS.of(transaction.id()).trace().orElseThrow();
    try (var questions = new Reader(MailTopic.VERIFY);
        var accepted = new Reader(MailTopic.ACCEPTED);
        var events = new Reader(MailTopic.EVENTS)) {
      var asked = handoff.verification().ask(transaction, message).toCompletableFuture();
      var question = questions.next();
      answer(
          transaction.id(), VerifyQuestion.of(question).asker().instance(), Verdict.Action.ACCEPT);
      asked.get(5, TimeUnit.SECONDS);
      var octets = new MessageOctets(List.of(new MessageOctets.Slice("x".getBytes(UTF_8), 0, 1)));
      handoff
          .store()
          .store(transaction, MessageStore.Destination.ACCEPTED, octets)
          .toCompletableFuture()
          .get(5, TimeUnit.SECONDS);
      var identified =
          new MailTransaction(
              transaction.id(), transaction.envelope(), List.of(), Optional.of("1@a.example"));
      handoff.events().publish(new TransactionEvent.Received(identified, 1));

      var ofQuestion = TraceParent.of(question.headers()).orElseThrow();
      var ofMessage = AcceptedRecord.of(accepted.next()).trace().orElseThrow();
      assertThat(ofQuestion.traceId()).isEqualTo(trace.traceId());
      assertThat(ofMessage.traceId()).isEqualTo(trace.traceId());
      assertThat(ofMessage).isNotEqualTo(ofQuestion);
      var received = CloudEvent.of(events.next());
      assertThat(received.traceparent()).contains(trace.value());
      assertThat(received.data().path("messageId").asText()).isEqualTo("1@a.example");
      assertThat(ENDED.getFinishedSpanItems())
          .filteredOn(span -> span.getTraceId().equals(trace.traceId()))
          .extracting(SpanData::getName)
          .containsExactly("ask mail.verify", "store");
    } finally {
      SPANS.abandoned(transaction.id());
    }
  }

  @Test
  void withoutASpanNothingIsPutIntoRecords() throws Exception {
    try (var questions = new Reader(MailTopic.VERIFY)) {
      var _ = handoff.verification().ask(transaction, message);
      assertThat(questions.next().headers().lastHeader("traceparent")).isNull();
    }
  }

  private static void answer(TransactionId id, InstanceId to, Verdict.Action action)
      throws Exception {
    producer.send(verdict(id, to, action).toRecord()).get();
  }

  private static Verdict verdict(TransactionId id, InstanceId to, Verdict.Action action) {
    return new Verdict(
        id,
        to,
        action,
        "default",
        new ReplyLine(action == Verdict.Action.ACCEPT ? 250 : 550, "2.0.0", "text"),
        Optional.of("mx.receiver.example; none"),
        Optional.empty(),
        Optional.of(ReversePathProof.DKIM));
  }

  /** Reads what is appended to a topic from now on. */
  private static final class Reader implements AutoCloseable {
    private final BlockingQueue<ConsumerRecord<byte[], byte[]>> seen = new LinkedBlockingQueue<>();
    private final KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(kafka(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    private final Thread thread;

    Reader(MailTopic topic) {
      var partitions =
          java.util.stream.IntStream.range(0, topic.partitions())
              .mapToObj(partition -> new TopicPartition(topic.topic(), partition))
              .toList();
      consumer.assign(partitions);
      consumer.seekToEnd(partitions);
      partitions.forEach(consumer::position);
      thread = Thread.ofPlatform().daemon().start(this::read);
    }

    private void read() {
      try (consumer) {
        while (true) {
          consumer.poll(Duration.ofSeconds(1)).forEach(seen::add);
        }
      } catch (WakeupException _) {
        // closed
      }
    }

    ConsumerRecord<byte[], byte[]> next() throws InterruptedException {
      var record = seen.poll(10, TimeUnit.SECONDS);
      assertThat(record).as("a record within 10 s").isNotNull();
      return record;
    }

    @Override
    public void close() {
      consumer.wakeup();
      assertThatCode(thread::join).doesNotThrowAnyException();
    }
  }
}
