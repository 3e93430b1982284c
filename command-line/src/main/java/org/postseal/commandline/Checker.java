package org.postseal.commandline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.postseal.authentication.Evaluation;
import org.postseal.authentication.EvaluatorSettings;
import org.postseal.authentication.MessageEvaluator;
import org.postseal.authentication.ReceivedMessage;
import org.postseal.authentication.authresults.AuthenticationResults;
import org.postseal.authentication.dns.Dns;
import org.postseal.authentication.dns.DomainName;
import org.postseal.authentication.message.DigestLimits;
import org.postseal.authentication.message.MessageDigester;
import org.postseal.topics.DomainEntry;
import org.postseal.topics.DomainEntry.Mode;
import org.postseal.topics.DomainEntry.SigningPolicy;
import org.postseal.verifier.policy.DecisionTable;
import org.postseal.verifier.policy.Findings;
import org.postseal.verifier.policy.IndirectFlow;
import org.postseal.verifier.policy.Standing;
import org.postseal.verifier.verification.ResultJson;

/**
 * Evaluates cases and has the verifier's table decide them.
 *
 * @param localDomains domains that the registry would say we sign for
 */
record Checker(
    EvaluatorSettings settings, ResolverPool resolvers, Mode mode, Set<DomainName> localDomains) {

  void check(Case given, ObjectNode result) throws IOException {
    Dns dns = resolvers.get(given.resolver());
    var evaluator = new MessageEvaluator(dns, settings);
    var now = given.now().orElseGet(Instant::now);
    if (given.message().isEmpty()) {
      evaluator.spf(given.peer(), now).ifPresent(spf -> result.set("spf", ResultJson.spf(spf)));
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
                standing(evaluation),
                IndirectFlow.of(evaluation, message.headerSection(), Set.of())),
            mode);
    var results = AuthenticationResults.of(settings.authservId(), evaluation).value();
    result.setAll(ResultJson.of(evaluation, decision, results));
  }

  private Standing standing(Evaluation evaluation) {
    return new Standing.Read(
        Optional.empty(),
        Findings.authorDomain(evaluation.author())
            .filter(localDomains::contains)
            .map(
                domain ->
                    new DomainEntry(
                        domain.ascii(), true, true, SigningPolicy.NONE, false, Optional.empty())));
  }
}
