package org.postseal.relay.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postseal.relay.retry.RetrySchedule;
import org.postseal.relay.route.NextHop;
import org.postseal.relay.route.Route;
import org.postseal.relay.route.RouteTable;
import org.postseal.smtpclient.Outcome;
import org.postseal.smtpclient.Via;
import org.postseal.smtpclient.hosts.Endpoint;
import org.postseal.topics.CloudEvent;
import org.postseal.topics.DeliveryFact;
import org.postseal.topics.DueReport;
import org.postseal.topics.Envelope;
import org.postseal.topics.Json;
import org.postseal.topics.MailTopic;
import org.postseal.topics.MalformedRecordException;
import org.postseal.topics.Origin;
import org.postseal.topics.RetryRecord;
import org.postseal.topics.ReversePathProof;
import org.postseal.topics.TransactionId;

/** A message of a proven sender to Bob; tests change one thing. */
class FatesTest {
  private static final Instant START = Instant.parse("2026-11-23T10:00:00Z");
  private static final String BOB = "bob@receiver.example";
  private static final String EVE = "eve@receiver.example";
  private static final Fates.Plan PLAN =
      new Fates.Plan(
          new RetrySchedule(
              List.of(
                  Duration.ofMinutes(1),
                  Duration.ofMinutes(5),
                  Duration.ofMinutes(15),
                  Duration.ofHours(1),
                  Duration.ofHours(4)),
              Duration.ofDays(5)),
          Duration.ofHours(4));
  private static final RetryRecord.Coordinates PLACE =
      new RetryRecord.Coordinates("mail.accepted", 0, List.of(7L));
  private static final NextHop HOP = hop(new Route.MailExchangers());
  private static final Outcome FAILED = new Outcome.Failed("550 5.1.1 No such user");
  private static final Outcome DEFERRED = new Outcome.Deferred("450 4.2.2 Mailbox full");
  private static final Outcome DELIVERED = new Outcome.Delivered("250 2.0.0 ok");

  private static NextHop hop(Route route) {
    return new RouteTable(Map.of(), route, "mx.sender.example")
        .nextHops(List.of(BOB))
        .keySet()
        .iterator()
        .next();
  }

  private static DueMessage message(Optional<String> notify, Optional<ReversePathProof> proof) {
    var octets = "Subject: hello\r\n\r\nbody\r\n".getBytes(UTF_8);
    var requests =
        notify.map(
            words ->
                new Envelope.Requests(
                    false,
                    Optional.empty(),
                    Optional.empty(),
                    Map.of(
                        BOB,
                        new Envelope.RecipientRequests(Optional.of(words), Optional.empty()))));
    var envelope =
        new Envelope(
                "alice@sender.example",
                List.of(BOB, EVE),
                new Envelope.Client("192.0.2.1", "laptop", Optional.empty(), "submission"),
                Optional.of("alice"),
                "7BIT",
                false,
                START,
                requests)
            .withProof(proof);
    return new DueMessage(
        TransactionId.next(START),
        Origin.SUBMISSION,
        envelope,
        new DueMessage.Content(List.of(octets), octets.length, sha256(octets)),
        Optional.empty(),
        PLACE,
        PLACE,
        DueMessage.History.NONE,
        Optional.empty());
  }

  private static String sha256(byte[] octets) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(octets));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static DueMessage submitted() {
    return message(Optional.empty(), Optional.of(ReversePathProof.SUBMISSION));
  }

  private static Fates fates(DueMessage message, Instant now) {
    return new Fates(message, PLAN, "/relay/test", now);
  }

  private static List<ProducerRecord<byte[], byte[]>> on(
      MailTopic topic, List<ProducerRecord<byte[], byte[]>> records) {
    return records.stream().filter(record -> record.topic().equals(topic.topic())).toList();
  }

  @Test
  void aFailureIsReportedAndNotQuarantined() {
    var fates = fates(submitted(), START);
    fates.tried(HOP, Map.of(BOB, FAILED), Map.of());
    var report = fates.reports().getFirst();
    assertThat(fates.reports()).hasSize(1);
    assertThat(report.kind()).isEqualTo(DueReport.Kind.FAILURE);
    assertThat(report.recipients())
        .containsExactly(
            new DueReport.Told(
                BOB, DueReport.Action.FAILED, "550 5.1.1 No such user", Optional.empty()));
    assertThat(on(MailTopic.QUARANTINE, fates.records())).isEmpty();
    assertThat(fates.unreported()).isZero();
  }

  @Test
  void allThatFailInOneAttemptAreOneReport() {
    var fates = fates(submitted(), START);
    fates.tried(HOP, Map.of(BOB, FAILED), Map.of());
    fates.tried(hop(new Route.Discard()), Map.of(EVE, FAILED), Map.of());
    assertThat(fates.reports()).hasSize(1);
    assertThat(fates.reports().getFirst().recipients())
        .extracting(DueReport.Told::recipient)
        .containsExactly(BOB, EVE);
  }

  @Test
  void withoutAProofItGoesToQuarantine() {
    var fates = fates(message(Optional.of("FAILURE"), Optional.empty()), START);
    fates.tried(HOP, Map.of(BOB, FAILED, EVE, DELIVERED), Map.of());
    assertThat(fates.reports()).isEmpty();
    assertThat(on(MailTopic.QUARANTINE, fates.records())).hasSize(1);
    assertThat(fates.unreported()).isEqualTo(1);
  }

  @Test
  void neverIsSilence() {
    for (var proof :
        List.of(Optional.of(ReversePathProof.SPF), Optional.<ReversePathProof>empty())) {
      var fates = fates(message(Optional.of("NEVER"), proof), START);
      fates.tried(HOP, Map.of(BOB, FAILED), Map.of());
      assertThat(fates.reports()).isEmpty();
      assertThat(on(MailTopic.QUARANTINE, fates.records())).isEmpty();
      assertThat(fates.silent()).isEqualTo(1);
      assertThat(on(MailTopic.DELIVERIES, fates.records())).hasSize(1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "maildir, false, DELIVERED",
    "lmtp, false, DELIVERED",
    "lmtp, true, ",
    "smtp, false, RELAYED",
    "smtp, true, ",
    "mx, false, RELAYED",
    "mx, true, "
  })
  void aSuccessIsReportedWhereNobodyAfterUsDoes(
      String route, boolean reportsItself, DueReport.Action action) {
    var hop =
        hop(
            switch (route) {
              case "maildir" -> new Route.Maildir("/mail");
              case "lmtp" -> new Route.Lmtp(Endpoint.parse("localhost:24").orElseThrow());
              case "smtp" -> new Route.Smtp(Endpoint.parse("localhost:25").orElseThrow());
              default -> new Route.MailExchangers();
            });
    var fates = fates(message(Optional.of("SUCCESS"), Optional.of(ReversePathProof.DKIM)), START);
    fates.tried(hop, Map.of(BOB, DELIVERED, EVE, DELIVERED), Map.of(BOB, reached(reportsItself)));
    if (action == null) {
      assertThat(fates.reports()).isEmpty();
    } else {
      // EVE's success was not asked for
      assertThat(fates.reports().getFirst().recipients())
          .extracting(DueReport.Told::recipient, DueReport.Told::action)
          .containsExactly(tuple(BOB, action));
    }
  }

  private static Reached reached(boolean reportsItself) {
    return new Reached(
        Optional.empty(),
        reportsItself ? Via.Contact.SESSION_WITH_REPORTS : Via.Contact.SESSION,
        List.of());
  }

  @Test
  void theEventSaysWhoRepliedAndHow() throws Exception {
    var via =
        new DeliveryFact.Via(
            "mx1.receiver.example",
            Optional.of("192.0.2.25"),
            Optional.of("TLSv1.3"),
            Optional.of("TLS_AES_256_GCM_SHA384"),
            Optional.of("mta-sts"),
            Optional.of("met"));
    var fates = fates(submitted(), START);
    fates.tried(
        HOP,
        Map.of(BOB, DEFERRED),
        Map.of(BOB, new Reached(Optional.of(via), Via.Contact.SESSION, List.of())));
    var event = CloudEvent.of(arrived(on(MailTopic.DELIVERIES, fates.records()).getFirst()));
    var data = Json.read(Json.write(event.data()), DeliveryFact.class);
    assertThat(data.via()).contains(via);
    assertThat(data.nextAttemptAt()).contains(START.plus(Duration.ofMinutes(1)));
  }

  /** The clock of this test is its own: five days pass in no time. */
  @Test
  void overFiveDaysADelayIsReportedOnceAndThenTheFailure() throws Exception {
    var reports = new ArrayList<DueReport>();
    var due = submitted();
    var now = START;
    int attempts = 0;
    while (true) {
      var fates = fates(due, now);
      fates.tried(HOP, Map.of(BOB, DEFERRED), Map.of());
      attempts++;
      reports.addAll(fates.reports());
      var again =
          fates.records().stream()
              .filter(record -> record.topic().startsWith("mail.retry."))
              .findFirst();
      if (again.isEmpty()) {
        break;
      }
      var retry = RetryRecord.of(arrived(again.get()));
      now = retry.state().dueAt();
      due = DueMessage.again(retry, List.of(retry.content().orElseThrow()), PLACE, PLACE);
    }
    assertThat(reports)
        .extracting(DueReport::kind)
        .containsExactly(DueReport.Kind.DELAY, DueReport.Kind.FAILURE);
    var delay = reports.getFirst();
    assertThat(Duration.between(START, delay.at()))
        .isBetween(Duration.ofHours(4), Duration.ofHours(8));
    assertThat(delay.retryUntil()).contains(START.plus(Duration.ofDays(5)));
    assertThat(Duration.between(START, reports.getLast().at()))
        .isBetween(Duration.ofDays(5), Duration.ofDays(5).plusHours(4));
    assertThat(attempts).isBetween(33, 36);
    assertThat(reports.getLast().recipients().getFirst().reply())
        .isEqualTo("450 4.2.2 Mailbox full");
  }

  @Test
  void whatKeepsBreakingHereIsForOperatorsAndNotForTheSender() {
    var broken =
        new DueMessage(
            submitted().transactionId(),
            Origin.SUBMISSION,
            submitted().envelope(),
            submitted().content(),
            Optional.empty(),
            PLACE,
            PLACE,
            new DueMessage.History(4, Optional.of(START), 4, Fates.MOST_FAULTS - 1),
            Optional.empty());
    var fates = fates(broken, START);
    fates.broke(HOP, List.of(BOB), "IllegalStateException: bug");
    assertThat(fates.reports()).isEmpty();
    assertThat(on(MailTopic.QUARANTINE, fates.records())).hasSize(1);
  }

  @Test
  void parkingForgetsNoReport() throws Exception {
    var late =
        new DueMessage(
            submitted().transactionId(),
            Origin.SUBMISSION,
            submitted().envelope(),
            submitted().content(),
            Optional.empty(),
            PLACE,
            PLACE,
            new DueMessage.History(
                5, Optional.of(START), 5, 0, Optional.of(START.plusSeconds(9)), Optional.empty()),
            Optional.empty());
    var fates = fates(late, START.plus(Duration.ofHours(9)));
    fates.parked(HOP, List.of(BOB));
    var retry = RetryRecord.of(arrived(on(MailTopic.RETRY_1M, fates.records()).getFirst()));
    assertThat(retry.state().delayReportedAt()).contains(START.plusSeconds(9));
    assertThat(retry.state().owed()).isEmpty();
  }

  private static ConsumerRecord<byte[], byte[]> arrived(ProducerRecord<byte[], byte[]> record)
      throws MalformedRecordException {
    return new ConsumerRecord<>(
        record.topic(),
        0,
        7,
        START.toEpochMilli(),
        TimestampType.LOG_APPEND_TIME,
        0,
        0,
        record.key(),
        record.value(),
        record.headers(),
        Optional.empty());
  }
}
