package org.postseal.verifier.verification;

import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.postseal.authentication.Evaluation;
import org.postseal.authentication.EvaluatorSettings;
import org.postseal.authentication.MessageEvaluator;
import org.postseal.authentication.Peer;
import org.postseal.authentication.ReceivedMessage;
import org.postseal.authentication.authresults.AuthenticationResults;
import org.postseal.authentication.authresults.MethodResult;
import org.postseal.authentication.dns.Dns;
import org.postseal.policy.DecisionTable;
import org.postseal.policy.Findings;
import org.postseal.policy.IndirectFlow;
import org.postseal.policy.Intermediaries;
import org.postseal.policy.ProvenReversePath;
import org.postseal.policy.Quarantine;
import org.postseal.policy.ResultJson;
import org.postseal.topics.DomainEntry.Mode;
import org.postseal.topics.Envelope;
import org.postseal.topics.Verdict;
import org.postseal.topics.VerifyQuestion;

/** Evaluates one message and has the table decide. Blocks while the DNS is asked. */
final class Judge {
  private static final String FIELD_NAME = "Authentication-Results: ";

  private final Dns dns;
  private final Standings standings;
  private final InstantSource clock;
  private final Manner manner;
  private final CheckCounters counters;

  /**
   * How messages are judged.
   *
   * @param evaluator what the checks take for good enough
   * @param defaultMode for recipient domains whose entry does not say
   * @param dnsBudget for all DNS questions about one message
   * @param quarantine what becomes of mail that is neither taken nor refused
   * @param trusted whom the operator trusts to pass mail on
   */
  record Manner(
      EvaluatorSettings evaluator,
      Mode defaultMode,
      Duration dnsBudget,
      Quarantine quarantine,
      Intermediaries trusted) {}

  Judge(Dns dns, Standings standings, InstantSource clock, Manner manner, CheckCounters counters) {
    this.dns = dns;
    this.standings = standings;
    this.clock = clock;
    this.manner = manner;
    this.counters = counters;
  }

  Verdict verdict(VerifyQuestion question) {
    var envelope = question.envelope();
    var message = ReceivedMessage.of(question.message(), peer(envelope));
    var evaluation = evaluation(message);
    counters.count(evaluation);
    var findings =
        new Findings(
            evaluation,
            standings.of(evaluation.author(), envelope),
            IndirectFlow.of(evaluation, message.headerSection(), manner.trusted()));
    var mode = standings.mode(envelope).orElse(manner.defaultMode());
    var decided = DecisionTable.decide(findings, mode);
    var decision = manner.quarantine().carriedOut(decided);
    return new Verdict(
        question.transactionId(),
        question.asker().instance(),
        decision.action(),
        decision.rule(),
        decision.reply(),
        Optional.of(authenticationResults(evaluation, manner.quarantine().mark(decided))),
        Optional.of(ResultJson.checks(evaluation)),
        ProvenReversePath.by(evaluation, envelope.reversePath()));
  }

  private Evaluation evaluation(ReceivedMessage message) {
    var evaluator =
        new MessageEvaluator(new BudgetedDns(dns, manner.dnsBudget()), manner.evaluator());
    return evaluator.evaluate(message, clock.instant());
  }

  private static Peer peer(Envelope envelope) {
    return new Peer(
        address(envelope.client().address()),
        Optional.of(envelope.client().helo()),
        Optional.of(envelope.reversePath()));
  }

  private static Optional<InetAddress> address(String literal) {
    try {
      return Optional.of(InetAddress.ofLiteral(literal));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private String authenticationResults(Evaluation evaluation, Optional<MethodResult> mark) {
    var results = AuthenticationResults.of(manner.evaluator().authservId(), evaluation);
    return mark.map(results::with).orElse(results).field().substring(FIELD_NAME.length());
  }
}
