package org.postseal.relay.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postseal.topics.CloudEvent;
import org.postseal.topics.Envelope;
import org.postseal.topics.MailTopic;
import org.postseal.topics.Origin;
import org.postseal.topics.RecordGroup;
import org.postseal.topics.RecordHeader;
import org.postseal.topics.ReplyLine;
import org.postseal.topics.ReversePathProof;
import org.postseal.topics.Signatures;
import org.postseal.topics.TransactionId;

/** The whole relay: what a sender finds in his Maildir about what became of his message. */
@QuarkusTest
@WithTestResource(value = RelayBroker.class, scope = TestResourceScope.RESTRICTED_TO_CLASS)
class ReportDeliveryTest {
  private static final String MESSAGE = "Subject: hello\r\n\r\nbody\r\n";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Inject
  @Identifier("default-kafka-broker")
  Map<String, Object> kafka;

  @ConfigProperty(name = RelayBroker.SINK_PORT)
  int sinkPort;

  @ConfigProperty(name = RelayBroker.MAIL_DIRECTORY)
  Path mail;

  private Topics topics;
  private MailSink sink;
  private TopicSigner signer;

  @BeforeEach
  void start() throws IOException {
    topics = new Topics(kafka);
    sink = new MailSink(sinkPort);
    signer = new TopicSigner(kafka);
  }

  @AfterEach
  void stop() throws IOException {
    sink.close();
    topics.close();
    signer.close();
  }

  private TransactionId accept(String from, Optional<ReversePathProof> proof, String... recipients)
      throws Exception {
    return accept(from, proof, Optional.empty(), recipients);
  }

  private TransactionId accept(
      String from,
      Optional<ReversePathProof> proof,
      Optional<Envelope.Requests> requests,
      String... recipients)
      throws Exception {
    var id = TransactionId.next(Instant.now());
    var envelope =
        new Envelope(
                from,
                List.of(recipients),
                new Envelope.Client("192.0.2.1", "mx.example.org", Optional.empty(), "mx"),
                Optional.empty(),
                "7BIT",
                false,
                Instant.now(),
                requests)
            .withProof(proof);
    var group =
        RecordGroup.of(
            MailTopic.ACCEPTED,
            id,
            Origin.MX,
            envelope,
            List.of(ByteBuffer.wrap(MESSAGE.getBytes(StandardCharsets.US_ASCII))));
    for (var record : group.records()) {
      topics.write(record);
    }
    return id;
  }

  /** What is new in a mailbox, once there is something. */
  private List<String> mailbox(String localPart) throws Exception {
    var fresh = mail.resolve(localPart).resolve("new");
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() - end < 0) {
      if (Files.isDirectory(fresh)) {
        try (var files = Files.list(fresh)) {
          var found = files.toList();
          if (!found.isEmpty()) {
            var texts = new ArrayList<String>();
            for (var file : found) {
              texts.add(Files.readString(file));
            }
            return texts;
          }
        }
      }
      Thread.sleep(50);
    }
    return List.of();
  }

  /** Whether a retry record only says that a report about this message is yet to be written. */
  private static boolean owes(TransactionId id, ConsumerRecord<byte[], byte[]> record) {
    var state =
        new String(
            record.headers().lastHeader(RecordHeader.RETRY.headerName()).value(),
            StandardCharsets.UTF_8);
    return state.contains("\"owed\":{\"about\":\"" + id + "\"");
  }

  private static List<String> types(List<CloudEvent> events) {
    return events.stream().map(CloudEvent::type).toList();
  }

  @Test
  void aFailureReachesTheSendersMailbox() throws Exception {
    sink.replying("unknown@hop.example", "550 5.1.1 no such user");

    var id =
        accept(
            "failed@maildir.example",
            Optional.of(ReversePathProof.SPF),
            "unknown@hop.example",
            "known@hop.example");

    var reports = mailbox("failed");
    assertThat(reports).hasSize(1);
    assertThat(reports.getFirst())
        .startsWith("Return-Path: <>")
        .contains(
            "DKIM-Signature: v=1; b=ours",
            "From: Mail Delivery System <MAILER-DAEMON@hop.example>",
            "Final-Recipient: rfc822;unknown@hop.example",
            "Status: 5.1.1",
            "Diagnostic-Code: smtp; 550 5.1.1 no such user",
            "Subject: hello")
        .doesNotContain("known@hop.example\r\nAction: delivered");
    assertThat(types(topics.events(id, 2)))
        .containsExactlyInAnyOrder(
            CloudEvent.Type.DELIVERED.word(), CloudEvent.Type.UNDELIVERABLE.word());
    var question = signer.questions().getFirst();
    assertThat(question.identities()).containsExactly("mailer-daemon@hop.example");
    assertThat(question.envelope().isNullReversePath()).isTrue();
  }

  @Test
  void withoutASignatureItIsOwedAndComesLater() throws Exception {
    signer.answering(_ -> List.of());
    sink.replying("unknown@hop.example", "550 5.1.1 no such user");

    var id =
        accept("later@maildir.example", Optional.of(ReversePathProof.DKIM), "unknown@hop.example");

    assertThat(topics.records(MailTopic.RETRY_1M, record -> owes(id, record), 1)).hasSize(1);
    signer.answering(_ -> List.of(TopicSigner.SIGNED));
    assertThat(mailbox("later")).hasSize(1);
    assertThat(types(topics.events(id, 1))).containsExactly(CloudEvent.Type.UNDELIVERABLE.word());
  }

  @Test
  void whatIsNeverSignedIsQuarantined() throws Exception {
    signer.answering(
        _ ->
            List.of(
                new Signatures.Outcome.Refused(
                    new ReplyLine(550, "5.7.1", "no"), "not-our-domain")));
    sink.replying("unknown@hop.example", "550 5.1.1 no such user");

    var id =
        accept("never@maildir.example", Optional.of(ReversePathProof.SPF), "unknown@hop.example");

    var quarantined =
        topics.records(MailTopic.QUARANTINE, record -> Topics.isAbout(id, record), 1).getFirst();
    assertThat(new String(quarantined.value(), StandardCharsets.US_ASCII)).isEqualTo(MESSAGE);
    assertThat(
            new String(
                quarantined.headers().lastHeader("postseal-reason").value(),
                StandardCharsets.UTF_8))
        .contains("550 5.1.1 no such user", "not-our-domain");
  }

  @Test
  void aReportThatCannotBeDeliveredEndsInQuarantineAndMakesNoOther() throws Exception {
    sink.replying("unknown@hop.example", "550 5.1.1 no such user")
        .replying("gone@hop.example", "550 5.1.1 gone as well");

    var id = accept("gone@hop.example", Optional.of(ReversePathProof.SPF), "unknown@hop.example");

    var quarantined =
        topics
            .records(
                MailTopic.QUARANTINE,
                record -> new String(record.value(), StandardCharsets.UTF_8).contains(id.value()),
                1)
            .getFirst();
    assertThat(new String(quarantined.value(), StandardCharsets.UTF_8))
        .contains("To: <gone@hop.example>");
    assertThat(signer.questions()).hasSize(1);
  }

  @Test
  void aSuccessThatWasAskedForIsReported() throws Exception {
    var requests =
        new Envelope.Requests(
            false,
            Optional.empty(),
            Optional.of("QQ42"),
            Map.of(
                "reader@maildir.example",
                new Envelope.RecipientRequests(
                    Optional.of("SUCCESS"), Optional.of("rfc822;reader+2Bnews@maildir.example"))));

    var _ =
        accept(
            "asking@maildir.example",
            Optional.of(ReversePathProof.SUBMISSION),
            Optional.of(requests),
            "reader@maildir.example");

    assertThat(mailbox("asking").getFirst())
        .contains(
            "Original-Envelope-Id: QQ42",
            "Original-Recipient: rfc822;reader+news@maildir.example",
            "Action: delivered",
            "Status: 2.");
  }
}
