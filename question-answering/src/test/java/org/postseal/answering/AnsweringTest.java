package org.postseal.answering;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postseal.broker.BrokerSettings;
import org.postseal.broker.BrokerSettings.Durability;
import org.postseal.broker.EmbeddedBroker;
import org.postseal.observation.Leg;
import org.postseal.observation.MessageTraces;
import org.postseal.topics.Asker;
import org.postseal.topics.DeadLetter;
import org.postseal.topics.InstanceId;
import org.postseal.topics.MailTopic;
import org.postseal.topics.MalformedRecordException;
import org.postseal.topics.TraceParent;

/** Questions here are words; answers are the words in capitals, through a real broker. */
class AnsweringTest {
  private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration BUDGET = Duration.ofSeconds(5);
  private static final Asker ASKER = new Asker(InstanceId.random(), BUDGET, 1);

  @TempDir static Path directory;
  private static EmbeddedBroker broker;

  private final Words words = new Words();
  private final MeterRegistry meters = new SimpleMeterRegistry();
  private final InMemorySpanExporter spans = InMemorySpanExporter.create();
  private MessageTraces traces = MessageTraces.off();

  @BeforeAll
  static void startBroker() {
    broker = EmbeddedBroker.start(new BrokerSettings(directory, 0, Durability.PAGE_CACHE));
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  @Test
  void answersOvertakeEachOtherAndPoisonIsPutAside() throws Exception {
    try (var answering = answering(3);
        var answers = reader(MailTopic.VERDICTS);
        var letters = reader(MailTopic.DEAD_LETTER)) {
      answering.take(List.of(question(1, "wait"), question(2, "poison"), question(3, "quick")));
      assertThat(read(answers, 1)).containsExactly("QUICK");
      words.go.countDown();
      assertThat(read(answers, 1)).containsExactly("WAIT");
      var letter = DeadLetter.of(records(letters, 1).getFirst());
      assertThat(letter.service()).isEqualTo("words");
      assertThat(letter.offset()).isEqualTo(2);
      assertThat(letter.reason()).isEqualTo("poison is no word");
      assertThat(counted("postseal_words_dead_letters")).isEqualTo(1);
    }
  }

  @Test
  void polledRecordsWaitWhileAllPlacesAreTaken() throws Exception {
    try (var answering = answering(1);
        var answers = reader(MailTopic.VERDICTS)) {
      var taken = new CountDownLatch(1);
      var poll =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      answering.take(List.of(question(1, "wait"), question(2, "quick")));
                      taken.countDown();
                    } catch (InterruptedException e) {
                      Thread.currentThread().interrupt();
                    }
                  });
      assertThat(words.begun.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(taken.await(100, TimeUnit.MILLISECONDS)).isFalse();
      words.go.countDown();
      assertThat(taken.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      poll.join();
      assertThat(read(answers, 2)).containsExactly("WAIT", "QUICK");
    }
  }

  @Test
  void whoWaitsForOthersHoldsNoPlace() throws Exception {
    try (var answering = answering(1, 10);
        var answers = reader(MailTopic.VERDICTS)) {
      answering.take(List.of(question(1, "away"), question(2, "away"), question(3, "quick")));
      assertThat(read(answers, 1)).containsExactly("QUICK");
      words.go.countDown();
      assertThat(read(answers, 2)).containsExactly("AWAY", "AWAY");
    }
  }

  @Test
  void dropsAQuestionNobodyWaitsFor() {
    try (var answering = answering(1)) {
      var appended = Instant.ofEpochMilli(question(1, "late").timestamp());
      var lastMoment = appended.plus(BUDGET).plus(Asker.SKEW_ALLOWANCE);
      assertThat(answering.answer(question(1, "late"), () -> lastMoment)).isPresent();
      assertThat(counted("postseal_words_questions_shed")).isEqualTo(0);
      assertThat(answering.answer(question(1, "late"), () -> lastMoment.plusMillis(1))).isEmpty();
      assertThat(counted("postseal_words_questions_shed")).isEqualTo(1);
    }
  }

  @Test
  void aQuestionThatBreaksTheAnswererIsPutAsideByTheNameOfTheFailureAlone() throws Exception {
    try (var answering = answering(1)) {
      var letter = answering.answer(question(1, "break"), Instant::now).orElseThrow();
      assertThat(letter.topic()).isEqualTo(MailTopic.DEAD_LETTER.topic());
      assertThat(new String(letter.headers().lastHeader("postseal-dead-letter").value(), UTF_8))
          .contains("failed: java.lang.IllegalStateException")
          .doesNotContain("private");
      assertThat(counted("postseal_words_dead_letters")).isEqualTo(1);
    }
  }

  @Test
  void drainsWithinItsPatienceAndAnswersNothingAfterwards() throws Exception {
    try (var answering = answering(1)) {
      answering.take(List.of(question(1, "wait")));
      assertThat(words.begun.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(answering.drain(Duration.ofMillis(50))).isFalse();
      words.go.countDown();
      assertThat(answering.drain(PATIENCE)).isTrue();
      assertThat(answering.answer(question(2, "quick"), Instant::now)).isEmpty();
    }
  }

  @Test
  void theWorkOnAQuestionAndItsAnswerArePartOfItsTrace() throws Exception {
    traces = MessageTraces.by(sdk(), false, "test");
    var question = question(1, "quick");
    new TraceParent(TRACE, Optional.empty()).putInto(question.headers());
    try (var answering = answering(1)) {
      var answer = answering.answer(question, Instant::now).orElseThrow();
      var span = spans.getFinishedSpanItems().getFirst();
      assertThat(span.getName()).isEqualTo("verify");
      assertThat(span.getTraceId()).isEqualTo(TRACE.substring(3, 35));
      assertThat(span.getParentSpanId()).isEqualTo(TRACE.substring(36, 52));
      assertThat(TraceParent.of(answer.headers()).orElseThrow().value())
          .isEqualTo("00-%s-%s-01".formatted(span.getTraceId(), span.getSpanId()));
    }
  }

  @Test
  void aTraceThatIsNoneHarmsNoQuestion() throws Exception {
    traces = MessageTraces.by(sdk(), false, "test");
    var question = question(1, "quick");
    question.headers().add("traceparent", new byte[] {(byte) 0xFF, 0, 13, 10});
    try (var answering = answering(1)) {
      assertThat(answering.answer(question, Instant::now).orElseThrow().topic())
          .isEqualTo(MailTopic.VERDICTS.topic());
      assertThat(spans.getFinishedSpanItems().getFirst().getParentSpanContext().isValid())
          .isFalse();
    }
  }

  @Test
  void withoutTracingAnAnswerHasNoTraceEvenIfItsQuestionHas() throws Exception {
    var question = question(1, "quick");
    new TraceParent(TRACE, Optional.empty()).putInto(question.headers());
    try (var answering = answering(1)) {
      var answer = answering.answer(question, Instant::now).orElseThrow();
      assertThat(answer.headers().lastHeader("traceparent")).isNull();
    }
  }

  private OpenTelemetrySdk sdk() {
    return OpenTelemetrySdk.builder()
        .setTracerProvider(
            SdkTracerProvider.builder().addSpanProcessor(SimpleSpanProcessor.create(spans)).build())
        .build();
  }

  private double counted(String counter) {
    return meters.get(counter).counter().count();
  }

  private Answering<String> answering(int places) {
    return answering(places, places);
  }

  private Answering<String> answering(int places, int taken) {
    var kafka = Map.<String, Object>copyOf(broker.clientSettings());
    return new Answering<>(
        new Answering.Service(
            "words",
            traces,
            Leg.VERIFY,
            new AnsweringCounters(
                meters, "postseal_words_questions_shed", "postseal_words_dead_letters")),
        words,
        new AnswerWriter(kafka, "words"),
        Executors.newVirtualThreadPerTaskExecutor(),
        new Answering.Limits(places, taken));
  }

  private static ConsumerRecord<byte[], byte[]> question(long offset, String word) {
    return new ConsumerRecord<>(
        MailTopic.VERIFY.topic(), 0, offset, "id".getBytes(UTF_8), word.getBytes(UTF_8));
  }

  private static KafkaConsumer<byte[], byte[]> reader(MailTopic topic) {
    var settings = Map.<String, Object>copyOf(broker.clientSettings());
    var consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    var partitions =
        consumer.partitionsFor(topic.topic()).stream()
            .map(partition -> new TopicPartition(topic.topic(), partition.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    partitions.forEach(consumer::position);
    return consumer;
  }

  private static List<String> read(KafkaConsumer<byte[], byte[]> consumer, int count) {
    return records(consumer, count).stream().map(r -> new String(r.value(), UTF_8)).toList();
  }

  private static List<ConsumerRecord<byte[], byte[]>> records(
      KafkaConsumer<byte[], byte[]> consumer, int count) {
    var found = new ArrayList<ConsumerRecord<byte[], byte[]>>();
    var end = Instant.now().plus(PATIENCE);
    while (found.size() < count && Instant.now().isBefore(end)) {
      consumer.poll(Duration.ofMillis(100)).forEach(found::add);
    }
    return found;
  }

  /** Answers words; {@code wait} and {@code away} only when told to, the latter without a place. */
  private static final class Words implements Answerer<String> {
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch go = new CountDownLatch(1);

    @Override
    public String question(ConsumerRecord<byte[], byte[]> record) throws MalformedRecordException {
      var word = new String(record.value(), UTF_8);
      if (word.equals("poison")) {
        throw new MalformedRecordException("poison is no word");
      }
      return word;
    }

    @Override
    public Asker asker(String question) {
      return question.equals("late")
          ? ASKER
          : new Asker(ASKER.instance(), Duration.ofDays(36_500), 1);
    }

    private boolean waitToGo() {
      begun.countDown();
      try {
        assertThat(go.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return true;
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public ProducerRecord<byte[], byte[]> answer(String question, Place place) {
      if (question.equals("break")) {
        throw new IllegalStateException("private words");
      }
      if (question.equals("wait")) {
        waitToGo();
      }
      if (question.equals("away")) {
        place.leaveWhile(this::waitToGo);
      }
      return new ProducerRecord<>(
          MailTopic.VERDICTS.topic(),
          0,
          "id".getBytes(UTF_8),
          question.toUpperCase(java.util.Locale.ROOT).getBytes(UTF_8));
    }
  }
}
