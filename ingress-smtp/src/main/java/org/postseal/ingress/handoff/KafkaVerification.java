package org.postseal.ingress.handoff;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.postseal.asking.Asking;
import org.postseal.authentication.message.DigestedMessage;
import org.postseal.ingress.session.Findings;
import org.postseal.ingress.session.MailTransaction;
import org.postseal.ingress.session.Verification;
import org.postseal.ingress.session.VerificationOutcome;
import org.postseal.ingress.tracing.TransactionSpans;
import org.postseal.topics.MailTopic;
import org.postseal.topics.Verdict;
import org.postseal.topics.VerifyQuestion;

/** Asks on {@code mail.verify}. */
final class KafkaVerification implements Verification {
  private final Asking<Verdict> asking;
  private final TransactionSpans spans;

  KafkaVerification(Asking<Verdict> asking, TransactionSpans spans) {
    this.asking = asking;
    this.spans = spans;
  }

  @Override
  public CompletionStage<VerificationOutcome> ask(
      MailTransaction transaction, DigestedMessage message) {
    return asking
        .ask(
            transaction.id(),
            MailTopic.VERIFY,
            spans.of(transaction.id()),
            (asker, partition) ->
                new VerifyQuestion(transaction.id(), asker, transaction.envelope(), message)
                    .toRecord(partition))
        .handle(
            (verdict, failure) ->
                failure == null
                    ? outcome(verdict)
                    : new VerificationOutcome.Defer(
                        NoAnswer.reply(failure), NoAnswer.findings(failure)));
  }

  private static VerificationOutcome outcome(Verdict verdict) {
    var findings =
        new Findings(verdict.rule(), verdict.evaluation().map(evaluation -> evaluation.toString()));
    return switch (verdict.action()) {
      case ACCEPT ->
          new VerificationOutcome.Accept(fields(verdict), verdict.reversePathProof(), findings);
      case QUARANTINE ->
          new VerificationOutcome.Quarantine(fields(verdict), verdict.reversePathProof(), findings);
      case REJECT -> new VerificationOutcome.Reject(ReplyLines.of(verdict.reply()), findings);
      case DEFER -> new VerificationOutcome.Defer(ReplyLines.of(verdict.reply()), findings);
    };
  }

  private static byte[] fields(Verdict verdict) {
    Optional<String> value = verdict.authenticationResults();
    return value
        .map(text -> ("Authentication-Results: " + text + "\r\n").getBytes(StandardCharsets.UTF_8))
        .orElseGet(() -> new byte[0]);
  }
}
