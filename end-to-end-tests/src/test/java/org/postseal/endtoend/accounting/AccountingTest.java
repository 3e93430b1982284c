package org.postseal.endtoend.accounting;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postseal.endtoend.accounting.Arrival.What;
import org.postseal.endtoend.accounting.Fact.Outcome;
import org.postseal.endtoend.accounting.Fault.How;
import org.postseal.endtoend.accounting.Fault.Role;

/** Each test takes books that are in order, and changes one thing. */
class AccountingTest {
  private static final Instant START = Instant.parse("2026-11-29T10:00:00Z");
  private static final String BODY = "aa";

  private final Map<String, Sent> sent = new HashMap<>();
  private final List<Arrival> arrivals = new ArrayList<>();
  private final List<Fact> facts = new ArrayList<>();
  private final Set<String> quarantined = new HashSet<>();
  private final List<String> deadLetters = new ArrayList<>();
  private final List<Fault> faults = new ArrayList<>();
  private final List<Change> changes = new ArrayList<>();
  private final Map<String, Set<String>> kept = new HashMap<>();

  AccountingTest() {
    told("genuine", Kind.GENUINE, new Told.Accepted("T1"));
    arrives("genuine", What.MESSAGE, 2);
    says("genuine", Outcome.ACCEPTED, Outcome.DELIVERED);
    told("bounced", Kind.UNDELIVERABLE, new Told.Accepted("T2"));
    arrives("bounced", What.REPORT, 3);
    says("bounced", Outcome.ACCEPTED, Outcome.DELIVERY_DEFERRED, Outcome.UNDELIVERABLE);
    told("doubtful", Kind.DOUBTFUL, new Told.Accepted("T3"));
    quarantined.add("doubtful");
    says("doubtful", Outcome.QUARANTINED);
    told("forged", Kind.FORGED, new Told.Refused("550 5.7.26 no"));
    says("forged", Outcome.REJECTED);
    told("deferred", Kind.GENUINE, new Told.Deferred("451 4.4.3 later"));
    told("unknown", Kind.GENUINE, new Told.Unknown("(connection closed)"));
    told("unsaid", Kind.SUBMITTED, new Told.Unsaid("connection refused"));
    changes.add(new Change("b1", Change.Answer.ACKNOWLEDGED, "done"));
    changes.add(new Change("b2", Change.Answer.UNKNOWN, "503"));
    kept.put("key-registry-1", Set.of("b1"));
    kept.put("key-registry-2", Set.of("b1", "b2"));
  }

  private static Instant at(double seconds) {
    return START.plus(Duration.ofMillis((long) (seconds * 1_000)));
  }

  private void told(String id, Kind kind, Told told) {
    sent.put(id, new Sent(id, kind, BODY, "ingress-smtp-1", told, at(0), at(1)));
  }

  private void arrives(String id, What what, double seconds) {
    arrivals.add(new Arrival(id, what, "mx.quick.example", arrivals.size(), at(seconds), BODY));
  }

  private void says(String id, Outcome... outcomes) {
    facts.removeIf(fact -> fact.id().equals(id));
    for (var outcome : outcomes) {
      facts.add(new Fact(id, "T", outcome, at(2), "/relay/1"));
    }
  }

  private void fault(String victim, Role role, How how, double from, double until) {
    faults.add(new Fault(victim, role, how, at(from), at(until)));
  }

  private Verdict verdict() {
    return Accounting.of(
        new Evidence(
            List.copyOf(sent.values()),
            arrivals,
            facts,
            quarantined,
            deadLetters,
            faults,
            new Evidence.Registry(changes, kept)));
  }

  private Finding onlyFinding() {
    var findings = verdict().findings();
    assertThat(findings).hasSize(1);
    return findings.getFirst();
  }

  @Test
  void booksInOrderHaveNoFinding() {
    var verdict = verdict();
    assertThat(verdict.findings()).isEmpty();
    assertThat(verdict.rows().get(Kind.GENUINE))
        .isEqualTo(new Verdict.Row(3, 1, 1, 0, 1, 0, 1, 0, 0, 0));
    assertThat(verdict.rows().get(Kind.UNDELIVERABLE).reported()).isEqualTo(1);
    assertThat(verdict.rows().get(Kind.DOUBTFUL).quarantined()).isEqualTo(1);
  }

  @Test
  void whatHeard250AndIsNowhereIsLost() {
    arrivals.removeIf(arrival -> arrival.id().equals("genuine"));
    assertThat(onlyFinding()).isEqualTo(new Finding.Lost("genuine", "T1", "DELIVERED"));
    says("genuine");
    assertThat(onlyFinding()).isEqualTo(new Finding.Lost("genuine", "T1", "none"));
    assertThat(verdict().isUnfinished()).isTrue();
  }

  @Test
  void whatStillWaitsIsNotLostAndNotAllRight() {
    arrivals.removeIf(arrival -> arrival.id().equals("genuine"));
    says("genuine", Outcome.ACCEPTED, Outcome.DELIVERY_DEFERRED);
    assertThat(onlyFinding()).isEqualTo(new Finding.Waiting("genuine", "T1", "DELIVERY_DEFERRED"));
    assertThat(verdict().failures()).hasSize(1);
  }

  @Test
  void aReportThatIsMissingIsALoss() {
    arrivals.removeIf(arrival -> arrival.what() == What.REPORT);
    assertThat(onlyFinding()).isEqualTo(new Finding.Lost("bounced", "T2", "UNDELIVERABLE"));
  }

  @Test
  void whatIsMissingInQuarantineIsALoss() {
    quarantined.clear();
    assertThat(onlyFinding()).isEqualTo(new Finding.Lost("doubtful", "T3", "QUARANTINED"));
  }

  @Test
  void whatHeard5xxMayBeNowhere() {
    arrives("forged", What.MESSAGE, 2);
    assertThat(onlyFinding())
        .isEqualTo(new Finding.RefusedYetDelivered("forged", "550 5.7.26 no", "mx.quick.example"));
    arrivals.removeLast();
    quarantined.add("forged");
    assertThat(onlyFinding()).isInstanceOf(Finding.RefusedYetDelivered.class);
  }

  @Test
  void whatNobodySentIsAStranger() {
    arrives("nobody", What.MESSAGE, 2);
    assertThat(onlyFinding()).isEqualTo(new Finding.Stranger("nobody", "mx.quick.example"));
  }

  @Test
  void whatDidNotComeToItsContentIsAStrangerToo() {
    arrives("unsaid", What.MESSAGE, 2);
    assertThat(onlyFinding()).isEqualTo(new Finding.Stranger("unsaid", "mx.quick.example"));
  }

  @Test
  void anotherBodyIsFound() {
    arrivals.removeIf(arrival -> arrival.id().equals("genuine"));
    arrivals.add(new Arrival("genuine", What.MESSAGE, "mx.quick.example", 1, at(2), "bb"));
    assertThat(onlyFinding()).isEqualTo(new Finding.Altered("genuine", "mx.quick.example"));
  }

  @Test
  void aForgeryThatWasAcceptedIsFoundAndAGenuineMessageThatWasRefused() {
    told("forged", Kind.FORGED, new Told.Accepted("T9"));
    quarantined.add("forged");
    says("forged", Outcome.QUARANTINED);
    assertThat(onlyFinding())
        .isEqualTo(new Finding.Misjudged("forged", Kind.FORGED, "accepted as T9"));
    told("deferred", Kind.GENUINE, new Told.Refused("550 5.7.26 no"));
    assertThat(verdict().failures()).hasSize(2);
  }

  @Test
  void anUnknownOutcomeMayBeEitherButAForgeryMayNot() {
    arrives("unknown", What.MESSAGE, 2);
    assertThat(verdict().findings()).isEmpty();
    assertThat(verdict().rows().get(Kind.GENUINE).ofUnknown()).isEqualTo(1);
    told("unknown", Kind.ALTERED, new Told.Unknown("(connection closed)"));
    assertThat(onlyFinding()).isInstanceOf(Finding.Misjudged.class);
  }

  @Test
  void theLastEventMustSayWhatIsThere() {
    says("genuine", Outcome.ACCEPTED, Outcome.DELIVERED, Outcome.DELIVERY_DEFERRED);
    assertThat(onlyFinding())
        .isEqualTo(new Finding.Disagreement("genuine", "DELIVERY_DEFERRED", "delivered"));
    says("genuine", Outcome.DELIVERED);
    arrives("genuine", What.REPORT, 2);
    assertThat(onlyFinding())
        .isEqualTo(new Finding.Disagreement("genuine", "DELIVERED", "delivered and reported"));
  }

  @Test
  void aDuplicateIsUnexplainedWhereNothingHappened() {
    arrives("genuine", What.MESSAGE, 9);
    assertThat(onlyFinding())
        .isInstanceOfSatisfying(
            Finding.Duplicate.class, duplicate -> assertThat(duplicate.cause()).isEmpty());
    assertThat(verdict().failures()).hasSize(1);
  }

  @Test
  void aReportThatComesTwiceIsADuplicate() {
    arrives("bounced", What.REPORT, 9);
    assertThat(onlyFinding()).isInstanceOf(Finding.Duplicate.class);
  }

  @Test
  void aReportComesTwiceIfTheAttemptThatFailedWasMadeTwice() {
    arrives("bounced", What.REPORT, 90);
    fault("relay-1", Role.RELAY, How.KILLED, -21, -20);
    assertThat(verdict().failures()).hasSize(1);
    facts.removeIf(fact -> fact.id().equals("bounced"));
    facts.add(new Fact("bounced", "T", Outcome.UNDELIVERABLE, at(-22), "/relay/1"));
    facts.add(new Fact("bounced", "T", Outcome.UNDELIVERABLE, at(2), "/relay/2"));
    assertThat(verdict().failures()).isEmpty();
  }

  /** Delivered at 2 s, and again at 9 s. */
  @ParameterizedTest
  @CsvSource({
    "relay-1, RELAY, KILLED, 3, 8, true",
    "relay-1, RELAY, PAUSED, 3, 8, true",
    "relay-1, RELAY, RESTARTED, 3, 8, false",
    "broker-1, BROKER, RESTARTED, 3, 8, true",
    "mx.quick.example, NEXT_HOP, KILLED, 2, 3, true",
    "mx.slow.example, NEXT_HOP, KILLED, 2, 3, false",
    "verifier-1, VERIFIER, KILLED, 3, 8, false",
    "relay-1, RELAY, KILLED, 8, 8.5, false",
    "relay-1, RELAY, KILLED, 10, 12, false",
    "relay-1, RELAY, KILLED, -30, -20, false"
  })
  void aDuplicateHasTheCauseThatCanRepeatADelivery(
      String victim, Role role, How how, double from, double until, boolean explains) {
    arrives("genuine", What.MESSAGE, 9);
    fault(victim, role, how, from, until);
    fault("signer-1", Role.SIGNER, How.KILLED, 2, 3);
    assertThat(onlyFinding())
        .isInstanceOfSatisfying(
            Finding.Duplicate.class,
            duplicate ->
                assertThat(duplicate.cause())
                    .isEqualTo(explains ? Optional.of(faults.getFirst()) : Optional.empty()));
    assertThat(verdict().failures().isEmpty()).isEqualTo(explains);
  }

  @Test
  void deferredYetDeliveredIsRightOnlyWhileTheOutcomeCouldNotBeKnown() {
    arrives("deferred", What.MESSAGE, 2);
    assertThat(onlyFinding()).isInstanceOf(Finding.DeferredYetDelivered.class);
    assertThat(verdict().failures()).hasSize(1);
    fault("broker-1", Role.BROKER, How.KILLED, 0.5, 8);
    assertThat(onlyFinding()).isInstanceOf(Finding.DeferredYetDelivered.class);
    assertThat(verdict().failures()).isEmpty();
  }

  @Test
  void aChangeThatWasAcknowledgedIsAtEveryReplica() {
    kept.put("key-registry-2", Set.of("b2"));
    assertThat(onlyFinding()).isEqualTo(new Finding.ChangeLost("b1", "key-registry-2"));
  }

  @Test
  void aProcessThatEndedByItselfAndADeadLetterAreFound() {
    fault("relay-2", Role.RELAY, How.DIED, 3, 8);
    deadLetters.add("T7");
    assertThat(verdict().failures())
        .containsExactly(
            new Finding.DeadLetter("T7"), new Finding.Died("relay-2", at(3).toString()));
  }

  @Test
  void theTableNamesEveryIdAndSaysWhatFailed() {
    arrivals.removeIf(arrival -> arrival.id().equals("genuine"));
    arrives("nobody", What.MESSAGE, 2);
    fault("relay-2", Role.RELAY, How.KILLED, 3, 8);
    assertThat(VerdictTable.text(verdict(), faults, new Evidence.Registry(changes, kept)))
        .contains("FAILURE genuine lost", "FAILURE nobody delivered to", "{relay killed=1}")
        .contains("changes of the registry: 2, acknowledged 1")
        .endsWith(
            "lost 1, waiting 0, refused yet delivered 0, strangers 1, duplicates 0 (explained 0),"
                + " failures 2");
  }
}
