package org.postseal.relay.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postseal.topics.CloudEvent;
import org.postseal.topics.DeadLetter;
import org.postseal.topics.MailTopic;
import org.postseal.topics.RecordHeader;
import org.postseal.topics.TraceParent;
import org.postseal.topics.TransactionId;

/** The whole relay with a real broker, a real Maildir and a next hop on a real socket. */
@QuarkusTest
@WithTestResource(value = RelayBroker.class, scope = TestResourceScope.RESTRICTED_TO_CLASS)
class RelayTest {
  private static final String MESSAGE = "Subject: hello\r\n\r\n.dot\r\nbody\r\n";

  @Inject
  @Identifier("default-kafka-broker")
  Map<String, Object> kafka;

  @ConfigProperty(name = RelayBroker.SINK_PORT)
  int sinkPort;

  @ConfigProperty(name = RelayBroker.MAIL_DIRECTORY)
  Path mail;

  private Topics topics;
  private MailSink sink;

  @BeforeEach
  void start() throws IOException {
    topics = new Topics(kafka);
    sink = new MailSink(sinkPort);
  }

  @AfterEach
  void stop() throws IOException {
    sink.close();
    topics.close();
  }

  private static List<String> types(List<CloudEvent> events) {
    return events.stream().map(CloudEvent::type).toList();
  }

  private List<String> mailbox(String localPart) throws IOException {
    var contents = new ArrayList<String>();
    var directory = mail.resolve(localPart).resolve("new");
    if (Files.exists(directory)) {
      try (var files = Files.list(directory)) {
        for (var file : files.toList()) {
          contents.add(Files.readString(file, StandardCharsets.ISO_8859_1));
        }
      }
    }
    return contents;
  }

  @Test
  void deliversToMaildirAndNextHop() throws Exception {
    var id = topics.accept(MESSAGE, "one@maildir.example", "one@hop.example");

    var events = topics.events(id, 2);

    assertThat(types(events)).containsOnly(CloudEvent.Type.DELIVERED.word()).hasSize(2);
    assertThat(events.stream().map(event -> event.data().get("recipient").asText()))
        .containsExactlyInAnyOrder("one@maildir.example", "one@hop.example");
    assertThat(mailbox("one"))
        .containsExactly(
            "Return-Path: <sender@example.org>\r\nDelivered-To: one@maildir.example\r\n" + MESSAGE);
    assertThat(sink.received("one@hop.example"))
        .containsExactly(new MailSink.Received("one@hop.example", MESSAGE));
  }

  @Test
  void deliversARecordGroupAsOneMessage() throws Exception {
    var content = "Subject: long\r\n\r\n" + ("0123456789".repeat(7) + "\r\n").repeat(40_000);

    var id = topics.accept(content, "long@maildir.example");

    assertThat(types(topics.events(id, 1))).containsExactly(CloudEvent.Type.DELIVERED.word());
    assertThat(mailbox("long")).hasSize(1);
    assertThat(mailbox("long").getFirst()).endsWith(content);
  }

  @Test
  void aDeferredMessageIsRetriedAndDelivered() throws Exception {
    sink.replying("later@hop.example", "450 4.2.0 not now")
        .replying("later@hop.example", "451 4.3.2 not now either");

    var id = topics.accept(MESSAGE, "later@hop.example", "now@hop.example");

    var events = topics.events(id, 4);
    assertThat(types(events))
        .containsExactlyInAnyOrder(
            CloudEvent.Type.DELIVERY_DEFERRED.word(),
            CloudEvent.Type.DELIVERED.word(),
            CloudEvent.Type.DELIVERY_DEFERRED.word(),
            CloudEvent.Type.DELIVERED.word());
    assertThat(sink.received("later@hop.example")).hasSize(1);
    assertThat(sink.received("now@hop.example")).hasSize(1);
  }

  @Test
  void theTraceOfAMessageGoesOnWithItsEventsItsRetryAndItsQuarantine() throws Exception {
    sink.replying("traced@hop.example", "450 4.2.0 not now")
        .replying("traced@hop.example", "550 5.1.1 no such user");
    var trace =
        new TraceParent(
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", Optional.of("vendor=1"));
    var id = TransactionId.next(Instant.now());
    var record = Topics.records(id, MESSAGE, "traced@hop.example").getFirst();
    trace.putInto(record.headers());

    topics.write(record);

    assertThat(topics.events(id, 2))
        .extracting(CloudEvent::traceparent)
        .containsOnly(Optional.of(trace.value()));
    for (var topic : List.of(MailTopic.RETRY_1M, MailTopic.QUARANTINE)) {
      var written = topics.records(topic, found -> Topics.isAbout(id, found), 1).getFirst();
      assertThat(TraceParent.of(written.headers())).as(topic.topic()).contains(trace);
    }
  }

  @Test
  void whatIsNoTraceHarmsNoDelivery() throws Exception {
    var id = TransactionId.next(Instant.now());
    var record = Topics.records(id, MESSAGE, "untraced@maildir.example").getFirst();
    record.headers().add("traceparent", new byte[] {(byte) 0xFF, 0, 13, 10});

    topics.write(record);

    var event = topics.events(id, 1).getFirst();
    assertThat(event.type()).isEqualTo(CloudEvent.Type.DELIVERED.word());
    assertThat(event.traceparent()).isEmpty();
  }

  @Test
  void aRecordGroupSurvivesItsRetry() throws Exception {
    var content = "Subject: long\r\n\r\n" + ("0123456789".repeat(7) + "\r\n").repeat(30_000);
    sink.replying("long@hop.example", "450 4.2.0 not now");

    var id = topics.accept(content, "long@hop.example");

    assertThat(types(topics.events(id, 2)))
        .containsExactly(
            CloudEvent.Type.DELIVERY_DEFERRED.word(), CloudEvent.Type.DELIVERED.word());
    assertThat(sink.received("long@hop.example"))
        .containsExactly(new MailSink.Received("long@hop.example", content));
    var retry =
        topics.records(MailTopic.RETRY_1M, record -> Topics.isAbout(id, record), 1).getFirst();
    assertThat(retry.value()).isEmpty();
  }

  @Test
  void aRefusedMessageIsQuarantined() throws Exception {
    sink.replying("nobody@hop.example", "550 5.1.1 no such user");

    var id = topics.accept(MESSAGE, "nobody@hop.example");

    var event = topics.events(id, 1).getFirst();
    assertThat(event.type()).isEqualTo(CloudEvent.Type.UNDELIVERABLE.word());
    assertThat(event.data().get("reply").asText()).isEqualTo("550 5.1.1 no such user");
    var quarantined =
        topics.records(MailTopic.QUARANTINE, record -> Topics.isAbout(id, record), 1).getFirst();
    assertThat(new String(quarantined.value(), StandardCharsets.US_ASCII)).isEqualTo(MESSAGE);
  }

  @Test
  void whatWasDeferredForTooLongIsGivenUp() throws Exception {
    for (int i = 0; i < 100; i++) {
      sink.replying("never@hop.example", "450 4.2.0 not now");
    }

    var id = topics.accept(MESSAGE, "never@hop.example");

    assertThat(topics.records(MailTopic.QUARANTINE, record -> Topics.isAbout(id, record), 1))
        .hasSize(1);
    assertThat(types(topics.events(id, 3)).subList(0, 2))
        .containsOnly(CloudEvent.Type.DELIVERY_DEFERRED.word());
  }

  @Test
  void aPoisonRecordIsBuriedAndItsPartitionGoesOn() throws Exception {
    var id = TransactionId.next(Instant.now());
    var good = Topics.records(id, MESSAGE, "after@maildir.example").getFirst();
    var partition = 7;
    var poison =
        new ProducerRecord<>(
            MailTopic.ACCEPTED.topic(),
            partition,
            good.key(),
            "not a message".getBytes(StandardCharsets.US_ASCII));
    var written = topics.write(poison);
    topics.write(
        new ProducerRecord<>(good.topic(), partition, good.key(), good.value(), good.headers()));

    assertThat(types(topics.events(id, 1))).containsExactly(CloudEvent.Type.DELIVERED.word());
    var letter =
        topics.records(MailTopic.DEAD_LETTER, record -> Topics.isAbout(id, record), 1).getFirst();
    var about = DeadLetter.of(letter);
    assertThat(about.partition()).isEqualTo(partition);
    assertThat(about.offset()).isEqualTo(written.offset());
    assertThat(about.reason()).contains("missing");
    assertThat(new String(letter.value(), StandardCharsets.US_ASCII)).isEqualTo("not a message");
  }

  @Test
  void aChangedMessageIsNotDelivered() throws Exception {
    var id = TransactionId.next(Instant.now());
    var record = Topics.records(id, MESSAGE, "changed@maildir.example").getFirst();
    record.value()[3] ^= 1;

    topics.write(record);

    assertThat(topics.records(MailTopic.DEAD_LETTER, letter -> Topics.isAbout(id, letter), 1))
        .hasSize(1);
    assertThat(mailbox("changed")).isEmpty();
  }

  @Test
  void aRecordGroupOfWhichOneRecordIsMalformedIsBuriedWhole() throws Exception {
    var id = TransactionId.next(Instant.now());
    var records =
        Topics.records(id, "x".repeat(MailTopic.MAX_RECORD_CONTENT + 1), "a@maildir.example");
    var second = records.get(1);
    second.headers().remove(RecordHeader.SHA256.headerName());

    topics.write(second);

    var letter =
        topics.records(MailTopic.DEAD_LETTER, record -> Topics.isAbout(id, record), 1).getFirst();
    assertThat(letter.value()).isEqualTo(second.value());
  }

  @Test
  void whatIsReadAgainReplacesItselfInTheMaildir() throws Exception {
    var id = TransactionId.next(Instant.now());
    var record = Topics.records(id, MESSAGE, "again@maildir.example").getFirst();
    topics.write(record);
    assertThat(topics.events(id, 1)).hasSize(1);

    topics.write(record); // as a client does that heard no 250

    assertThat(types(topics.events(id, 2)))
        .containsExactly(CloudEvent.Type.DELIVERED.word(), CloudEvent.Type.DELIVERED.word());
    assertThat(mailbox("again")).hasSize(1);
  }

  @Test
  void whatIsFinishedIsToldAndTheOldestUnfinishedIsNot() throws Exception {
    var finalReply = new CountDownLatch(1);
    sink.holding("slow@hop.example", finalReply);
    var partition = 3;
    var slow = onPartition(partition, "slow@hop.example");
    var slowAt = topics.write(slow).offset();
    var quick = TransactionId.next(Instant.now());
    var quickAt = topics.write(onPartition(partition, quick, "quick@maildir.example")).offset();

    assertThat(topics.events(quick, 1)).hasSize(1);
    await(() -> topics.finished(partition).contains(quickAt));
    assertThat(topics.finished(partition).base()).isEqualTo(slowAt);

    finalReply.countDown();
    await(() -> topics.finished(partition).base() == quickAt + 1);
  }

  private static void await(Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.call() && System.nanoTime() - end < 0) {
      Thread.sleep(50);
    }
    assertThat(condition.call()).isTrue();
  }

  private static ProducerRecord<byte[], byte[]> onPartition(int partition, String recipient) {
    return onPartition(partition, TransactionId.next(Instant.now()), recipient);
  }

  private static ProducerRecord<byte[], byte[]> onPartition(
      int partition, TransactionId id, String recipient) {
    var record = Topics.records(id, MESSAGE, recipient).getFirst();
    return new ProducerRecord<>(
        record.topic(), partition, record.key(), record.value(), record.headers());
  }

  @Test
  void aBusyDestinationHoldsNobodyUp() throws Exception {
    var finalReply = new CountDownLatch(1);
    var stuck = new ArrayList<TransactionId>();
    sink.holding("stuck@hop.example", finalReply);
    for (int i = 0; i < 20; i++) {
      stuck.add(topics.accept(MESSAGE, "stuck@hop.example"));
    }

    var other = topics.accept(MESSAGE, "free@maildir.example");

    assertThat(types(topics.events(other, 1))).containsExactly(CloudEvent.Type.DELIVERED.word());
    finalReply.countDown();
    for (var id : stuck) {
      assertThat(topics.records(MailTopic.DELIVERIES, record -> isDelivered(id, record), 1))
          .hasSize(1);
    }
    assertThat(sink.received("stuck@hop.example")).hasSize(20);
  }

  @Test
  void kafkaAwayIsSurvivedWithoutARestart() throws Exception {
    var finalReply = new CountDownLatch(1);
    sink.holding("patient@hop.example", finalReply)
        .replying("deferred@hop.example", "450 4.2.0 not now");
    topics.accept(MESSAGE, "warm@maildir.example");
    var patient = topics.accept(MESSAGE, "patient@hop.example");
    while (sink.received("patient@hop.example").isEmpty()) {
      Thread.sleep(10);
    }

    RelayBroker.away(finalReply::countDown);
    var deferred = topics.accept(MESSAGE, "deferred@hop.example");

    assertThat(topics.records(MailTopic.DELIVERIES, record -> isDelivered(patient, record), 1))
        .hasSize(1);
    assertThat(topics.records(MailTopic.DELIVERIES, record -> isDelivered(deferred, record), 1))
        .hasSize(1);
  }

  private static boolean isDelivered(TransactionId id, ConsumerRecord<byte[], byte[]> record) {
    return Topics.isAbout(id, record)
        && Topics.event(record).type().equals(CloudEvent.Type.DELIVERED.word());
  }
}
