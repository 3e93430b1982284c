package org.postseal.topics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.postseal.authentication.message.BodyDigest;
import org.postseal.authentication.message.BodyDigestSpec;
import org.postseal.authentication.message.Canonicalization;
import org.postseal.authentication.message.ContentDefect;
import org.postseal.authentication.message.DigestedMessage;
import org.postseal.authentication.message.DomainKeysDigest;
import org.postseal.authentication.message.HashAlgorithm;

class RoundTripTest {
  private static final TraceParent TRACE =
      new TraceParent(
          "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", Optional.of("vendor=opaque"));
  private final TransactionId id = TransactionId.next(Fixtures.NOW);
  private final InstanceId instance = new InstanceId("replica-1");
  private final Asker asker = new Asker(instance, Duration.ofSeconds(20), 1);

  private static DigestedMessage message() {
    return new DigestedMessage(
        "From: <a@b.example>\r\n".getBytes(UTF_8),
        List.of(
            new BodyDigest(
                new BodyDigestSpec(
                    Canonicalization.RELAXED, HashAlgorithm.SHA256, OptionalLong.of(12)),
                new byte[] {1, 2, 3},
                99),
            new BodyDigest(
                new BodyDigestSpec(
                    Canonicalization.SIMPLE, HashAlgorithm.SHA256, OptionalLong.empty()),
                new byte[] {4},
                100)),
        List.of(new DomainKeysDigest(2, new byte[] {9})),
        12345,
        Optional.of(ContentDefect.MALFORMED_LINE));
  }

  @Test
  void verifyQuestion() throws Exception {
    var question = new VerifyQuestion(id, asker, Fixtures.envelope(), message());
    var read = VerifyQuestion.of(Fixtures.arrived(question.toRecord(5)));
    assertThat(read).usingRecursiveComparison().isEqualTo(question);
  }

  @Test
  void verifyQuestionAboutAnUnsignedMessage() throws Exception {
    var unsigned =
        new DigestedMessage(message().headerSection(), List.of(), List.of(), 10, Optional.empty());
    var question = new VerifyQuestion(id, asker, Fixtures.envelope(), unsigned);
    assertThat(VerifyQuestion.of(Fixtures.arrived(question.toRecord(5))))
        .usingRecursiveComparison()
        .isEqualTo(question);
  }

  @Test
  void signQuestion() throws Exception {
    var question =
        new SignQuestion(
            id, asker, Fixtures.envelope(), List.of("a@b.example", "@c.example"), message());
    assertThat(SignQuestion.of(Fixtures.arrived(question.toRecord(0))))
        .usingRecursiveComparison()
        .isEqualTo(question);
  }

  @Test
  void aNullIdentityIsPoison() {
    var record =
        new SignQuestion(id, asker, Fixtures.envelope(), List.of("a@b.example"), message())
            .toRecord(0);
    record.headers().remove("postseal-identities");
    record.headers().add("postseal-identities", "[\"a@b.example\",null]".getBytes(UTF_8));
    assertThatThrownBy(() -> SignQuestion.of(Fixtures.arrived(record)))
        .isInstanceOf(MalformedRecordException.class);
  }

  @Test
  void aQuestionWithoutDigestsIsPoison() {
    var record = new VerifyQuestion(id, asker, Fixtures.envelope(), message()).toRecord(0);
    record.headers().remove("postseal-digests");
    assertThatThrownBy(() -> VerifyQuestion.of(Fixtures.arrived(record)))
        .isInstanceOf(MalformedRecordException.class)
        .hasMessageContaining("postseal-digests");
    record.headers().add("postseal-digests", "{\"size\":\"many\"}".getBytes(UTF_8));
    assertThatThrownBy(() -> VerifyQuestion.of(Fixtures.arrived(record)))
        .isInstanceOf(MalformedRecordException.class);
  }

  @Test
  void aQuestionExpiresWithItsBudgetAndTheSkewAllowance() {
    long appended = Fixtures.NOW.toEpochMilli();
    assertThat(asker.hasGivenUp(appended, Fixtures.NOW.plusSeconds(22))).isFalse();
    assertThat(asker.hasGivenUp(appended, Fixtures.NOW.plusMillis(22_001))).isTrue();
  }

  @Test
  void verdict() throws Exception {
    var verdict =
        new Verdict(
            id,
            instance,
            Verdict.Action.REJECT,
            "signing-policy",
            new ReplyLine(550, "5.7.20", "no passing signature (signing-policy)"),
            Optional.of("mx.receiver.example; dkim=none"),
            Optional.of(Json.tree(Map.of("dkim", List.of()))));
    var record = verdict.toRecord();
    assertThat(record.partition()).isEqualTo(instance.replyPartition());
    assertThat(new String(record.value(), UTF_8)).contains("\"action\":\"reject\"");
    assertThat(Verdict.of(Fixtures.arrived(record))).isEqualTo(verdict);
  }

  @Test
  void signatures() throws Exception {
    var signed =
        new Signatures(
            id, instance, new Signatures.Outcome.Signed("DKIM-Signature: x\r\n".getBytes(UTF_8)));
    assertThat(Signatures.of(Fixtures.arrived(signed.toRecord())))
        .usingRecursiveComparison()
        .isEqualTo(signed);
    var refused =
        new Signatures(
            id,
            instance,
            new Signatures.Outcome.Refused(new ReplyLine(550, "5.7.1", "not yours"), "identity"));
    assertThat(Signatures.of(Fixtures.arrived(refused.toRecord()))).isEqualTo(refused);
  }

  @Test
  void retryRecordWithItsContent() throws Exception {
    var accepted =
        AcceptedRecord.of(
            Fixtures.arrived(
                RecordGroup.of(
                        MailTopic.ACCEPTED,
                        id,
                        Origin.MX,
                        Fixtures.envelope(),
                        List.of(java.nio.ByteBuffer.wrap("body".getBytes(UTF_8))))
                    .record(0)));
    var retry =
        new RetryRecord(
            id,
            Origin.MX,
            Fixtures.envelope().withForwardPaths(List.of("bob@receiver.example")),
            new RetryRecord.State(
                1,
                Fixtures.NOW,
                Fixtures.NOW.plusSeconds(60),
                "451 4.3.0 later",
                accepted.length(),
                accepted.sha256(),
                Optional.empty()),
            Optional.of(accepted.content()),
            Optional.of(TRACE));
    var record = retry.toRecord(MailTopic.RETRY_1M);
    assertThat(RetryRecord.of(Fixtures.arrived(record)))
        .usingRecursiveComparison()
        .isEqualTo(retry);
    record.value()[0] ^= 1;
    assertThatThrownBy(() -> RetryRecord.of(Fixtures.arrived(record)))
        .isInstanceOf(MalformedRecordException.class);
  }

  @Test
  void cloudEvent() throws Exception {
    var event =
        CloudEvent.of(
            CloudEvent.Type.REJECTED,
            "/ingress/replica-1",
            id.value(),
            Fixtures.NOW,
            Map.of("rule", "blocklist"));
    var record = event.toRecord(MailTopic.EVENTS);
    assertThat(new String(record.value(), UTF_8))
        .contains("\"specversion\":\"1.0\"", "\"type\":\"org.postseal.mail.rejected\"")
        .doesNotContain("trace");
    assertThat(CloudEvent.of(Fixtures.arrived(record))).isEqualTo(event);
    var traced = event.inTrace(Optional.of(TRACE));
    var arrived = Fixtures.arrived(traced.toRecord(MailTopic.EVENTS));
    assertThat(CloudEvent.of(arrived)).isEqualTo(traced);
    assertThat(TraceParent.of(arrived.headers())).contains(TRACE);
  }

  @Test
  void deadLetterKeepsTheRecordAsItWas() throws Exception {
    var poison = new VerifyQuestion(id, asker, Fixtures.envelope(), message()).toRecord(3);
    poison.headers().remove("postseal-envelope");
    var letter =
        DeadLetter.record(Fixtures.arrived(poison), "verifier", "no envelope", Fixtures.NOW);
    assertThat(letter.value()).isEqualTo(poison.value());
    assertThat(letter.headers().lastHeader("postseal-digests")).isNotNull();
    assertThat(DeadLetter.of(Fixtures.arrived(letter)))
        .isEqualTo(new DeadLetter("verifier", "mail.verify", 3, 7, "no envelope", Fixtures.NOW));
  }

  @Test
  void anEnvelopeOfAnEarlierReleaseProvesNothing() throws Exception {
    var proven = Fixtures.envelope().withProof(Optional.of(ReversePathProof.SPF));
    var written = new String(Json.write(proven), UTF_8);
    assertThat(written).contains("\"reversePathProof\":\"spf\"");
    var earlier = written.replace(",\"reversePathProof\":\"spf\"", "");
    assertThat(Json.read(earlier.getBytes(UTF_8), Envelope.class).reversePathProof()).isEmpty();
    assertThat(Json.read(written.getBytes(UTF_8), Envelope.class)).isEqualTo(proven);
    assertThat(proven.withForwardPaths(List.of()).reversePathProof())
        .contains(ReversePathProof.SPF);
  }

  /** Written before there were reports, chains and hosts. */
  @Test
  void aRetryRecordOfAnOlderVersionIsStillRead() throws Exception {
    var json =
        """
        {"attempts":3,"firstAttemptAt":"2026-11-20T10:00:00Z","dueAt":"2026-11-20T11:00:00Z",
         "lastFailure":"451 4.3.0 later","length":0,"sha256":"%s","somethingOld":true}"""
            .formatted("0".repeat(64));
    assertThat(Json.read(json.getBytes(UTF_8), RetryRecord.State.class))
        .isEqualTo(
            new RetryRecord.State(
                3,
                Instant.parse("2026-11-20T10:00:00Z"),
                Instant.parse("2026-11-20T11:00:00Z"),
                "451 4.3.0 later",
                0,
                "0".repeat(64),
                Optional.empty()));
  }

  /** On a compacted topic records of one key would replace each other. */
  @Test
  void eachRecordOfAHeldMessageHasAKeyOfItsOwnAndThePartitionOfTheMessage() throws Exception {
    var content = new byte[MailTopic.MAX_RECORD_CONTENT + 1];
    var records =
        RecordGroup.of(
                MailTopic.HELD,
                id,
                Origin.MX,
                Fixtures.envelope(),
                List.of(java.nio.ByteBuffer.wrap(content)))
            .heldAs("2-0badcafe")
            .records();
    assertThat(records).hasSize(2);
    assertThat(records)
        .extracting(ProducerRecord::partition)
        .containsOnly(MailTopic.HELD.partitionOf(id));
    assertThat(records)
        .extracting(record -> new String(record.key(), UTF_8))
        .containsExactly(id + "/2-0badcafe/0", id + "/2-0badcafe/1");
    var group = new RecordGroups();
    var _ = group.add(AcceptedRecord.of(Fixtures.arrived(records.get(0))), 0);
    assertThat(group.add(AcceptedRecord.of(Fixtures.arrived(records.get(1))), 0))
        .isInstanceOf(RecordGroups.Progress.Complete.class);
    var deleted = RecordGroup.deleted(id, "2-0badcafe", 1);
    assertThat(deleted.key()).isEqualTo(records.get(1).key());
    assertThat(deleted.partition()).isEqualTo(records.get(1).partition());
    assertThat(deleted.value()).isNull();
  }

  @Test
  void aPolicyIsKeptUnderItsDomain() throws Exception {
    var entry =
        new StsPolicyEntry(
            "receiver.example",
            "1",
            StsPolicyEntry.Mode.ENFORCE,
            List.of("mx.receiver.example"),
            86_400,
            Fixtures.NOW);
    assertThat(StsPolicyEntry.of(Fixtures.arrived(entry.toRecord()))).contains(entry);
    assertThat(StsPolicyEntry.of(Fixtures.arrived(StsPolicyEntry.forgotten("receiver.example"))))
        .isEmpty();
    var elsewhere =
        new ProducerRecord<>(
            MailTopic.STS_POLICIES.topic(), "other.example".getBytes(UTF_8), Json.write(entry));
    assertThatThrownBy(() -> StsPolicyEntry.of(Fixtures.arrived(elsewhere)))
        .isInstanceOf(MalformedRecordException.class);
  }

  @Test
  void aReportThatIsOwedTravelsWithItsMessage() throws Exception {
    var report = Fixtures.report(DueReport.Kind.DELAY, DueReport.Action.DELAYED);
    var state =
        new RetryRecord.State(
            3,
            Fixtures.NOW,
            Fixtures.NOW,
            "450 4.4.1 no answer",
            0,
            "0".repeat(64),
            Optional.of(new RetryRecord.Coordinates("mail.accepted", 3, List.of(7L))),
            Optional.of(Fixtures.NOW),
            Optional.of(report),
            Optional.empty(),
            Optional.of(List.of("mx.receiver.example")));
    var retry =
        new RetryRecord(
            id, Origin.MX, Fixtures.envelope(), state, Optional.empty(), Optional.empty());
    var read = RetryRecord.of(Fixtures.arrived(retry.toRecord(MailTopic.RETRY_1M)));
    assertThat(read.state()).isEqualTo(state);
  }

  @Test
  void anOrderHoldsUntilItIsRevoked() throws Exception {
    var subject = OperatorOrder.Subject.destination("Receiver.Example");
    var order =
        new OperatorOrder(
            subject,
            OperatorOrder.Action.SUSPEND,
            List.of(),
            Optional.of(id),
            "operator/0badcafe",
            Fixtures.NOW,
            "because");
    var written = Fixtures.arrived(order.toRecord());
    assertThat(OperatorOrder.subject(written)).isEqualTo("destination/receiver.example");
    assertThat(OperatorOrder.of(written)).contains(order);
    var revoked = OperatorOrder.revoked(subject);
    assertThat(revoked.key()).isEqualTo(order.toRecord().key());
    assertThat(OperatorOrder.of(Fixtures.arrived(revoked))).isEmpty();
  }
}
