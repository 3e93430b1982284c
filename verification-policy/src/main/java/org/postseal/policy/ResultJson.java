package org.postseal.policy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.postseal.authentication.Evaluation;
import org.postseal.authentication.arc.ArcOutcome;
import org.postseal.authentication.arc.ArcResult;
import org.postseal.authentication.authresults.ResultWord;
import org.postseal.authentication.dkim.DkimOutcome;
import org.postseal.authentication.dkim.DkimResult;
import org.postseal.authentication.dmarc.DmarcResult;
import org.postseal.authentication.dmarc.TestMode;
import org.postseal.authentication.domainkeys.DomainKeysResult;
import org.postseal.authentication.spf.Mechanism;
import org.postseal.authentication.spf.SpfOutcome;
import org.postseal.authentication.spf.SpfResult;
import org.postseal.signingpolicy.TrustLevel;

/**
 * Results as JSON: what {@code postseal check} prints and the events carry. The keys are a
 * contract.
 */
public final class ResultJson {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private ResultJson() {}

  /** The same of a message about which nobody was asked. */
  public static ObjectNode checks(Evaluation evaluation) {
    return checks(evaluation, Asked.nothing());
  }

  /** Every check's result; a check that was not made has no key. */
  public static ObjectNode checks(Evaluation evaluation, Asked asked) {
    var json = JSON.objectNode();
    evaluation.spf().ifPresent(result -> json.set("spf", spf(result)));
    var signatures = json.putArray("dkim");
    evaluation.dkim().forEach(result -> signatures.add(dkim(result)));
    evaluation.domainKeys().ifPresent(result -> json.set("domainkeys", domainKeys(result)));
    evaluation.arc().ifPresent(result -> json.set("arc", arc(result)));
    evaluation.dmarc().ifPresent(result -> json.set("dmarc", dmarc(result)));
    json.set("signpol", signpol(asked));
    return json;
  }

  private static ObjectNode signpol(Asked asked) {
    var json = JSON.objectNode().put("result", asked.word().word());
    putText(json, "trust", asked.trust().map(TrustLevel::name));
    asked
        .signature()
        .ifPresent(
            signature -> {
              json.put("domain", signature.domain().ascii());
              json.put("selector", signature.selector().ascii());
              putText(json, "reason", signature.outcome().why());
            });
    asked
        .policy()
        .ifPresent(
            policy ->
                json.put("policy", policy.sign().word()).put("policyTrust", policy.trust().name()));
    return json;
  }

  /** What SPF alone says. */
  public static ObjectNode spf(SpfResult result) {
    var json = JSON.objectNode().put("result", ResultWord.of(result.outcome()).word());
    json.put(
        "identity",
        switch (result.identity()) {
          case MAIL_FROM -> "mailfrom";
          case HELO -> "helo";
        });
    putText(json, "domain", result.domain().map(domain -> domain.ascii()));
    putText(json, "mechanism", result.outcome().mechanism().map(Mechanism::text));
    putText(
        json,
        "explanation",
        result.outcome() instanceof SpfOutcome.Fail(_, var explanation)
            ? explanation
            : Optional.empty());
    putText(json, "reason", result.outcome().why());
    return json;
  }

  /** The checks' results, the decision and the value of Authentication-Results on one line. */
  public static ObjectNode of(
      Evaluation evaluation, Decision decision, String authenticationResults) {
    var json = checks(evaluation);
    json.putObject("decision")
        .put("action", decision.action().word())
        .put("rule", decision.rule())
        .put("reply", decision.reply().toString());
    return json.put("authenticationResults", authenticationResults);
  }

  private static ObjectNode dkim(DkimResult result) {
    var claims = result.claims();
    var json = JSON.objectNode();
    json.put("result", ResultWord.of(result.outcome()).word());
    putText(json, "domain", claims.domain().map(domain -> domain.ascii()));
    putText(json, "selector", claims.selector().map(selector -> selector.ascii()));
    putText(json, "identity", claims.identity());
    putText(json, "algorithm", claims.algorithm());
    if (result.keyBits().isPresent()) {
      json.put("keyBits", result.keyBits().getAsInt());
    } else {
      json.putNull("keyBits");
    }
    json.put("testing", result.testing());
    var uncovered = json.putArray("uncovered");
    result.uncovered().forEach(uncovered::add);
    putText(json, "reason", reason(result.outcome()));
    return json;
  }

  private static ObjectNode domainKeys(DomainKeysResult result) {
    var json = JSON.objectNode().put("result", ResultWord.of(result.outcome()).word());
    putText(json, "domain", result.domain().map(domain -> domain.ascii()));
    putText(json, "selector", result.selector().map(selector -> selector.ascii()));
    json.put("testing", result.testing());
    putText(json, "policy", result.policy().map(policy -> policy.outbound().word()));
    putText(json, "reason", result.reason());
    return json;
  }

  private static ObjectNode dmarc(DmarcResult result) {
    var json = JSON.objectNode().put("result", ResultWord.of(result.outcome()).word());
    putText(json, "domain", result.authorDomain().map(domain -> domain.ascii()));
    putText(
        json, "organizationalDomain", result.organizationalDomain().map(domain -> domain.ascii()));
    putText(json, "policy", result.published().map(published -> published.policy().word()));
    json.put(
        "testing",
        result.published().filter(p -> p.dmarcRecord().t() == TestMode.TESTING).isPresent());
    var aligned = json.putArray("aligned");
    result.alignment().dkim().ifPresent(_ -> aligned.add("dkim"));
    result.alignment().spf().ifPresent(_ -> aligned.add("spf"));
    putText(json, "reason", result.outcome().why());
    return json;
  }

  private static ObjectNode arc(ArcResult result) {
    var json = JSON.objectNode().put("result", ResultWord.of(result.outcome()).word());
    json.put("instances", result.instances());
    if (result.outcome() instanceof ArcOutcome.Pass(int oldestPass)) {
      json.put("oldestPass", oldestPass);
    } else {
      json.putNull("oldestPass");
    }
    var sealers = json.putArray("sealers");
    result.sealers().forEach(domain -> sealers.add(domain.ascii()));
    putText(json, "reason", result.outcome().why());
    return json;
  }

  private static Optional<String> reason(DkimOutcome outcome) {
    return switch (outcome) {
      case DkimOutcome.Success _ -> Optional.empty();
      case DkimOutcome.Failure(_, var reason) -> Optional.of(reason);
    };
  }

  private static void putText(ObjectNode json, String key, Optional<String> text) {
    json.put(key, text.orElse(null));
  }
}
