package org.postseal.endtoend.accounting;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.postseal.endtoend.accounting.Arrival.What;
import org.postseal.endtoend.accounting.Fact.Outcome;
import org.postseal.endtoend.accounting.Fault.How;

/**
 * Sets what clients were told against what is there. Rules: what heard 250 is at a next hop, in
 * quarantine or reported to its sender, as its last event says; what heard 5xx is nowhere; nothing
 * is anywhere that was not sent; what is there more often than once has a fault that explains it. A
 * message whose client lost the connection before the reply may be there or not.
 *
 * <p>Not seen: a loss before the content was complete, which is none, and what a next hop lost.
 */
public final class Accounting {
  private final Evidence evidence;
  private final Causes causes;
  private final Map<String, Sent> sent;
  private final Map<String, List<Arrival>> messages;
  private final Map<String, List<Arrival>> reports;
  private final Map<String, List<Fact>> facts;
  private final List<Finding> findings = new ArrayList<>();

  private Accounting(Evidence evidence) {
    this.evidence = evidence;
    this.causes = new Causes(evidence.faults());
    this.sent = evidence.sent().stream().collect(Collectors.toMap(Sent::id, one -> one));
    this.messages = arrivals(What.MESSAGE);
    this.reports = arrivals(What.REPORT);
    this.facts = evidence.facts().stream().collect(Collectors.groupingBy(Fact::id));
  }

  private Map<String, List<Arrival>> arrivals(What what) {
    return evidence.arrivals().stream()
        .filter(arrival -> arrival.what() == what)
        .sorted(Comparator.comparing(Arrival::at))
        .collect(Collectors.groupingBy(Arrival::id));
  }

  /** The verdict on a run. */
  public static Verdict of(Evidence evidence) {
    return new Accounting(evidence).verdict();
  }

  private Verdict verdict() {
    evidence.sent().forEach(this::weigh);
    var seen = new HashSet<>(messages.keySet());
    seen.addAll(reports.keySet());
    seen.removeAll(sent.keySet());
    seen.stream().sorted().forEach(id -> add(new Finding.Stranger(id, hop(id))));
    repetitions(messages);
    repetitions(reports);
    evidence.deadLetters().forEach(key -> add(new Finding.DeadLetter(key)));
    evidence.faults().stream()
        .filter(fault -> fault.how() == How.DIED)
        .forEach(fault -> add(new Finding.Died(fault.victim(), fault.from().toString())));
    changes(evidence.registry());
    return new Verdict(rows(), findings);
  }

  private void add(Finding finding) {
    findings.add(finding);
  }

  private void weigh(Sent message) {
    judge(message);
    switch (message.told()) {
      case Told.Accepted(var transaction) -> place(message, transaction);
      case Told.Refused(var reply) -> {
        if (isThere(message)) {
          add(new Finding.RefusedYetDelivered(message.id(), reply, hop(message.id())));
        }
      }
      case Told.Deferred(var reply) -> {
        if (isThere(message)) {
          var cause = causes.ofOpenOutcome(message);
          add(new Finding.DeferredYetDelivered(message.id(), reply, cause));
        }
      }
      case Told.Unsaid _ -> {
        if (isThere(message)) {
          add(new Finding.Stranger(message.id(), hop(message.id())));
        }
      }
      case Told.Unknown _ -> {}
    }
    messages.getOrDefault(message.id(), List.of()).stream()
        .filter(arrival -> !arrival.bodyDigest().equals(message.bodyDigest()))
        .findFirst()
        .ifPresent(arrival -> add(new Finding.Altered(message.id(), arrival.hop())));
  }

  /** What must be refused must never be there, whatever its client was told. */
  private void judge(Sent message) {
    boolean mustBeRefused = message.kind().due() == Kind.Due.REFUSAL;
    boolean isWrong =
        switch (message.told()) {
          case Told.Accepted _ -> mustBeRefused;
          case Told.Refused _ -> !mustBeRefused;
          case Told.Unknown _, Told.Deferred _, Told.Unsaid _ -> mustBeRefused && isThere(message);
        };
    if (isWrong) {
      add(new Finding.Misjudged(message.id(), message.kind(), message.told().line()));
    }
  }

  private boolean isThere(Sent message) {
    return messages.containsKey(message.id())
        || reports.containsKey(message.id())
        || evidence.quarantined().contains(message.id());
  }

  private void place(Sent message, String transaction) {
    var last = lastFact(message.id()).map(Fact::outcome);
    var says = last.map(Outcome::name).orElse("none");
    var there = there(message.id());
    if (there.isEmpty()) {
      boolean ends = last.filter(Accounting::isEnd).isPresent();
      boolean waits = last.filter(Outcome.DELIVERY_DEFERRED::equals).isPresent();
      add(
          waits && !ends
              ? new Finding.Waiting(message.id(), transaction, says)
              : new Finding.Lost(message.id(), transaction, says));
    } else if (last.filter(outcome -> agrees(outcome, there)).isEmpty()) {
      add(new Finding.Disagreement(message.id(), says, String.join(" and ", there)));
    }
  }

  private Set<String> there(String id) {
    var places = new TreeSet<String>();
    if (messages.containsKey(id)) {
      places.add("delivered");
    }
    if (reports.containsKey(id)) {
      places.add("reported");
    }
    if (evidence.quarantined().contains(id)) {
      places.add("quarantined");
    }
    return places;
  }

  private static boolean isEnd(Outcome outcome) {
    return outcome == Outcome.DELIVERED
        || outcome == Outcome.UNDELIVERABLE
        || outcome == Outcome.QUARANTINED;
  }

  private static boolean agrees(Outcome last, Set<String> there) {
    return there.equals(
        switch (last) {
          case DELIVERED -> Set.of("delivered");
          case UNDELIVERABLE -> Set.of("reported");
          case QUARANTINED -> Set.of("quarantined");
          case ACCEPTED, REJECTED, DEFERRED, ABANDONED, DELIVERY_DEFERRED -> Set.of();
        });
  }

  /** What a next hop answered says more than what the ingress said before. */
  private Optional<Fact> lastFact(String id) {
    var all = facts.getOrDefault(id, List.of());
    return all.stream()
        .filter(fact -> fact.outcome().isOfDelivery())
        .reduce((_, later) -> later)
        .or(() -> all.stream().reduce((_, later) -> later));
  }

  private String hop(String id) {
    return messages.getOrDefault(id, reports.getOrDefault(id, List.of())).stream()
        .map(Arrival::hop)
        .findFirst()
        .orElse("quarantine");
  }

  private void repetitions(Map<String, List<Arrival>> arrivals) {
    arrivals.values().stream()
        .filter(times -> times.size() > 1)
        .sorted(Comparator.comparing(times -> times.getFirst().id()))
        .forEach(
            times -> {
              for (int i = 1; i < times.size(); i++) {
                var first = times.get(i - 1);
                var again = times.get(i);
                add(new Finding.Duplicate(first.id(), gap(first, again), cause(first, again)));
              }
            });
  }

  /** A report comes twice, too, if the attempt that failed was made twice. */
  private Optional<Fault> cause(Arrival first, Arrival again) {
    var cause = causes.ofRepetition(first, again);
    if (cause.isPresent() || first.what() == What.MESSAGE) {
      return cause;
    }
    var failures =
        facts.getOrDefault(first.id(), List.of()).stream()
            .filter(fact -> fact.outcome() == Outcome.UNDELIVERABLE)
            .toList();
    return failures.size() < 2
        ? Optional.empty()
        : causes.ofRepetition(failures.getFirst(), failures.getLast());
  }

  private static String gap(Arrival first, Arrival again) {
    return "%s %s (connection %d), again %s (connection %d)"
        .formatted(first.hop(), first.at(), first.connection(), again.at(), again.connection());
  }

  private void changes(Evidence.Registry registry) {
    registry.changes().stream()
        .filter(change -> change.answer() == Change.Answer.ACKNOWLEDGED)
        .forEach(
            change ->
                registry
                    .kept()
                    .forEach(
                        (replica, names) -> {
                          if (!names.contains(change.name())) {
                            add(new Finding.ChangeLost(change.name(), replica));
                          }
                        }));
  }

  private Map<Kind, Verdict.Row> rows() {
    var rows = new EnumMap<Kind, Verdict.Row>(Kind.class);
    evidence.sent().stream()
        .collect(Collectors.groupingBy(Sent::kind))
        .forEach((kind, all) -> rows.put(kind, row(all)));
    return rows;
  }

  private Verdict.Row row(List<Sent> all) {
    return new Verdict.Row(
        all.size(),
        told(all, Told.Accepted.class),
        told(all, Told.Deferred.class),
        told(all, Told.Refused.class),
        told(all, Told.Unknown.class),
        told(all, Told.Unsaid.class),
        count(all, id -> messages.containsKey(id)),
        count(all, id -> evidence.quarantined().contains(id)),
        count(all, id -> reports.containsKey(id)),
        count(
            all.stream().filter(one -> one.told() instanceof Told.Unknown).toList(),
            id -> isThere(Objects.requireNonNull(sent.get(id)))));
  }

  private static int told(List<Sent> all, Class<? extends Told> what) {
    return (int) all.stream().filter(one -> what.isInstance(one.told())).count();
  }

  private static int count(List<Sent> all, Predicate<String> property) {
    return (int) all.stream().map(Sent::id).filter(property).count();
  }
}
