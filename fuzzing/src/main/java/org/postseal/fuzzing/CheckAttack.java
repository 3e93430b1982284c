package org.postseal.fuzzing;

import java.net.InetAddress;
import java.time.Instant;
import java.util.Optional;
import org.postseal.authentication.Evaluation;
import org.postseal.authentication.EvaluatorSettings;
import org.postseal.authentication.MessageEvaluator;
import org.postseal.authentication.Peer;
import org.postseal.authentication.ReceivedMessage;
import org.postseal.authentication.authresults.AuthenticationResults;
import org.postseal.authentication.authresults.AuthservId;
import org.postseal.authentication.message.DigestLimits;
import org.postseal.authentication.message.HeaderSection;
import org.postseal.authentication.message.MessageDigester;
import org.postseal.policy.Decision;
import org.postseal.policy.DecisionTable;
import org.postseal.policy.Findings;
import org.postseal.policy.Intermediaries;
import org.postseal.policy.ResultJson;
import org.postseal.policy.Standing;
import org.postseal.topics.DomainEntry.Mode;

/**
 * Everything at once: answers of a hostile DNS, HELO, reverse-path and a message in random pieces.
 * One evaluation, the same a second time, reported in one field that is found to be ours.
 */
final class CheckAttack implements Attack {
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
  private static final String OURS = "mx.receiver.example";

  /** SPF's, a walk for each domain, keys of 20 signatures of three kinds and a chain, null MX. */
  private static final int MOST_QUESTIONS = 133 + 22 * 8 + 3 * 20 + 100 + 2;

  @Override
  public void with(byte[] octets) {
    var parts = new Parts(octets, 4);
    var dns = new HostileDns(parts.text(0));
    ReceivedMessage message = received(parts);
    Evaluation evaluation = evaluate(dns, message);
    String decision = decision(evaluation, message);
    BrokenClaim.unless(
        dns.questions() <= MOST_QUESTIONS, "no more questions than limits: " + dns.questions());
    String field = AuthenticationResults.of(OURS, evaluation).field();
    BrokenClaim.unlessFoldedAscii(field, "what is reported");
    BrokenClaim.unless(
        AuthservId.fieldsClaiming(OURS, HeaderSection.parse(field + "\r\n")).size() == 1,
        "what is reported is found to be ours");
    Evaluation again = evaluate(new HostileDns(parts.text(0)), received(parts));
    BrokenClaim.unlessEqual(
        AuthenticationResults.of(OURS, again).field() + decision(again, message),
        field + decision,
        "the same a second time");
  }

  /** As {@code postseal check} prints it, for a peer and an author nobody knows. */
  private static String decision(Evaluation evaluation, ReceivedMessage message) {
    var findings =
        new Findings(
            evaluation,
            new Standing.Read(Optional.empty(), Optional.empty()),
            Intermediaries.NONE.flow(evaluation, message.headerSection()));
    Decision decision = DecisionTable.decide(findings, Mode.ENFORCE);
    BrokenClaim.unlessAscii(decision.reply().toString(), "a reply");
    return ResultJson.of(evaluation, decision, "").toString();
  }

  private static ReceivedMessage received(Parts parts) {
    var digester = MessageDigester.forVerifying(DigestLimits.DEFAULT);
    Chunks.feed(parts.octets(3), digester::update);
    var peer =
        new Peer(
            Optional.of(InetAddress.ofLiteral("192.0.2.1")),
            Optional.of(parts.text(1)),
            Optional.of(parts.text(2)));
    return ReceivedMessage.of(digester.finish(), peer);
  }

  private static Evaluation evaluate(HostileDns dns, ReceivedMessage message) {
    return new MessageEvaluator(dns, EvaluatorSettings.of(OURS)).evaluate(message, NOW);
  }
}
