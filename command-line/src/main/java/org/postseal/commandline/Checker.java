package org.postseal.commandline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.postseal.authentication.Evaluation;
import org.postseal.authentication.EvaluatorSettings;
import org.postseal.authentication.MessageEvaluator;
import org.postseal.authentication.ReceivedMessage;
import org.postseal.authentication.authresults.AuthenticationResults;
import org.postseal.authentication.dns.Dns;
import org.postseal.authentication.message.DigestLimits;
import org.postseal.authentication.message.MessageDigester;
import org.postseal.authentication.spf.ReceivedSpf;
import org.postseal.authentication.spf.SpfQuestion;
import org.postseal.authentication.spf.SpfResult;
import org.postseal.policy.DecisionTable;
import org.postseal.policy.Findings;
import org.postseal.policy.ResultJson;

/** Evaluates cases and has the verifier's table decide them. */
record Checker(EvaluatorSettings settings, ResolverPool resolvers, OperatorPolicy policy) {

  void check(Case given, ObjectNode result) throws IOException {
    Dns dns = resolvers.get(given.resolver());
    var evaluator = new MessageEvaluator(dns, settings);
    var now = given.now().orElseGet(Instant::now);
    if (given.message().isEmpty()) {
      evaluator
          .spf(given.peer(), now)
          .ifPresent(
              spf -> {
                result.set("spf", ResultJson.spf(spf));
                putReceivedSpf(result, evaluator.spfQuestion(given.peer(), now), spf);
              });
      return;
    }
    var digester = MessageDigester.forVerifying(DigestLimits.DEFAULT);
    given.message().get().feed(digester);
    var message = ReceivedMessage.of(digester.finish(), given.peer());
    Evaluation evaluation = evaluator.evaluate(message, now);
    var decision =
        DecisionTable.decide(
            new Findings(
                evaluation,
                policy.standing(evaluation.author(), given.peer()),
                policy.trusted().flow(evaluation, message.headerSection())),
            policy.mode(given.recipients()));
    var results = AuthenticationResults.of(settings.authservId(), evaluation).value();
    result.setAll(ResultJson.of(evaluation, decision, results));
    evaluation
        .spf()
        .ifPresent(spf -> putReceivedSpf(result, evaluator.spfQuestion(given.peer(), now), spf));
  }

  /** The trace field as RFC 7208 §9.1 has it, on one line and without its name. */
  private static void putReceivedSpf(
      ObjectNode result, Optional<SpfQuestion> question, SpfResult spf) {
    question
        .map(asked -> ReceivedSpf.field(asked, spf))
        .ifPresent(
            field ->
                result.put(
                    "receivedSpf",
                    field.substring("Received-SPF: ".length()).replace("\r\n\t", " ")));
  }
}
