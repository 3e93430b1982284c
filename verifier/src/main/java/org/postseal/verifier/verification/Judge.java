package org.postseal.verifier.verification;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.postseal.answering.Place;
import org.postseal.authentication.Evaluation;
import org.postseal.authentication.EvaluatorSettings;
import org.postseal.authentication.MessageEvaluator;
import org.postseal.authentication.Peer;
import org.postseal.authentication.ReceivedMessage;
import org.postseal.authentication.authresults.AuthenticationResults;
import org.postseal.authentication.authresults.MethodResult;
import org.postseal.policy.Asked;
import org.postseal.policy.Decision;
import org.postseal.policy.DecisionTable;
import org.postseal.policy.Findings;
import org.postseal.policy.Intermediaries;
import org.postseal.policy.ProvenReversePath;
import org.postseal.policy.Quarantine;
import org.postseal.policy.ResultJson;
import org.postseal.topics.DomainEntry.Mode;
import org.postseal.topics.Envelope;
import org.postseal.topics.Verdict;
import org.postseal.topics.Verdict.Action;
import org.postseal.topics.VerifyQuestion;
import org.postseal.verifier.verification.DomainQuestions.Plan;

/** Evaluates one message and has the table decide. Blocks while the DNS is asked. */
final class Judge {
  private static final String FIELD_NAME = "Authentication-Results: ";

  private final MessageQuestions dns;
  private final Standings standings;
  private final InstantSource clock;
  private final Manner manner;
  private final CheckCounters counters;
  private final Optional<OwnKeys> ownKeys;
  private final Optional<DomainQuestions> domains;

  /**
   * How messages are judged.
   *
   * @param evaluator what the checks take for good enough
   * @param defaultMode for recipient domains whose entry does not say
   * @param patience with the DNS
   * @param quarantine what becomes of mail that is neither taken nor refused
   * @param trusted whom the operator trusts to pass mail on
   */
  record Manner(
      EvaluatorSettings evaluator,
      Mode defaultMode,
      Patience patience,
      Quarantine quarantine,
      Intermediaries trusted) {}

  /**
   * How long the DNS is waited for, from the beginning.
   *
   * @param refusal after so long a message is refused that nothing still open could save
   * @param all after so long it is judged by what is known
   */
  record Patience(Duration refusal, Duration all) {}

  /**
   * Who is asked beside the DNS, if anybody.
   *
   * @param ownKeys what our registry knows of our own keys
   * @param domains the author domains themselves
   */
  record Others(Optional<OwnKeys> ownKeys, Optional<DomainQuestions> domains) {}

  Judge(
      MessageQuestions dns,
      Standings standings,
      InstantSource clock,
      Manner manner,
      CheckCounters counters,
      Others others) {
    this.dns = dns;
    this.standings = standings;
    this.clock = clock;
    this.manner = manner;
    this.counters = counters;
    this.ownKeys = others.ownKeys();
    this.domains = others.domains();
  }

  /** What is known of a message at one time, and what follows. */
  private record Judgement(
      Evaluation evaluation, Findings findings, Decision decision, Optional<Plan> plan) {
    /** No answer that is still open would change it, or be worth telling. */
    boolean isFinal() {
      return decision.action() == Action.REJECT;
    }
  }

  /**
   * Looks at the message when most answers are there. Only if one is missing, and the message is
   * not refused whatever it says, it is looked at once more when there is time no more.
   */
  Verdict verdict(VerifyQuestion question, Place place) {
    var message = ReceivedMessage.of(question.message(), peer(question.envelope()));
    var now = clock.instant();
    var answers = dns.about(question, place);
    var evaluator =
        new MessageEvaluator(
            () -> answers.methods(manner.evaluator().questions()), manner.evaluator());
    answers.ask(evaluator.foreseen(message, now));
    answers.within(manner.patience().refusal());
    var judgement = judgement(question, message, evaluator.evaluate(message, now), now);
    if (answers.hasMissed() && !judgement.isFinal()) {
      answers.within(manner.patience().all());
      judgement = judgement(question, message, evaluator.evaluate(message, now), now);
    }
    judgement = asked(judgement, question, message, answers, now);
    dns.asked(answers.questions());
    counters.count(judgement.evaluation());
    counters.count(judgement.findings().asked());
    var signatures = judgement.evaluation().dkim();
    var unconfirmed =
        ownKeys.map(own -> own.unconfirmed(signatures, answers.rest())).orElse(List.of());
    return verdict(question, judgement, unconfirmed);
  }

  private Judgement judgement(
      VerifyQuestion question, ReceivedMessage message, Evaluation evaluation, Instant now) {
    var envelope = question.envelope();
    var standing = standings.of(evaluation.author(), envelope);
    var plan = domains.map(asking -> asking.plan(message, evaluation, standing, now));
    var findings =
        new Findings(
                evaluation, standing, manner.trusted().flow(evaluation, message.headerSection()))
            .with(plan.map(of -> domains.orElseThrow().open(of)).orElseGet(Asked::nothing));
    return new Judgement(evaluation, findings, decision(findings, envelope), plan);
  }

  private Decision decision(Findings findings, Envelope envelope) {
    return DecisionTable.decide(findings, standings.mode(envelope).orElse(manner.defaultMode()));
  }

  /** Has the author domain asked, last, unless the message is refused whatever it says. */
  private Judgement asked(
      Judgement judgement,
      VerifyQuestion question,
      ReceivedMessage message,
      MessageDns answers,
      Instant now) {
    var plan = judgement.plan().filter(of -> !of.isEmpty());
    if (plan.isEmpty() || judgement.isFinal()) {
      return judgement;
    }
    var asking = domains.orElseThrow();
    var asked =
        answers
            .elsewhere(
                plan.get().author().orElseThrow(), () -> asking.ask(plan.get(), message, now))
            .orElseGet(() -> asking.open(plan.get()));
    var findings = judgement.findings().with(asked);
    return new Judgement(
        judgement.evaluation(), findings, decision(findings, question.envelope()), plan);
  }

  private Verdict verdict(
      VerifyQuestion question, Judgement judgement, List<MethodResult> unconfirmed) {
    var evaluation = judgement.evaluation();
    var decision = manner.quarantine().carriedOut(judgement.decision());
    var mark = manner.quarantine().mark(judgement.decision());
    return new Verdict(
        question.transactionId(),
        question.asker().instance(),
        decision.action(),
        decision.rule(),
        decision.reply(),
        Optional.of(authenticationResults(judgement, unconfirmed, mark)),
        Optional.of(checks(judgement, unconfirmed)),
        ProvenReversePath.by(evaluation, question.envelope().reversePath()));
  }

  private static ObjectNode checks(Judgement judgement, List<MethodResult> unconfirmed) {
    var json = ResultJson.checks(judgement.evaluation(), judgement.findings().asked());
    for (var each : unconfirmed) {
      var own = json.withArray("xOwnKey").addObject();
      own.put("result", each.result().word());
      each.properties()
          .forEach(p -> own.put(p.name().equals("header.d") ? "domain" : "selector", p.value()));
    }
    return json;
  }

  private static Peer peer(Envelope envelope) {
    return new Peer(
        MessageQuestions.address(envelope),
        Optional.of(envelope.client().helo()),
        Optional.of(envelope.reversePath()));
  }

  private String authenticationResults(
      Judgement judgement, List<MethodResult> unconfirmed, Optional<MethodResult> mark) {
    var results = AuthenticationResults.of(manner.evaluator().authservId(), judgement.evaluation());
    var asked = judgement.findings().asked().reported();
    if (asked.isPresent()) {
      results = results.with(asked.get());
    }
    for (var each : unconfirmed) {
      results = results.with(each);
    }
    return mark.map(results::with).orElse(results).field().substring(FIELD_NAME.length());
  }
}
