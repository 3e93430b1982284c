package org.postseal.ingress.handoff;

import java.util.concurrent.CompletionStage;
import org.postseal.asking.Asking;
import org.postseal.authentication.message.DigestedMessage;
import org.postseal.ingress.session.Findings;
import org.postseal.ingress.session.MailTransaction;
import org.postseal.ingress.session.Signing;
import org.postseal.ingress.session.SigningOutcome;
import org.postseal.ingress.tracing.TransactionSpans;
import org.postseal.topics.MailTopic;
import org.postseal.topics.SignQuestion;
import org.postseal.topics.Signatures;

/** Asks on {@code mail.sign}. */
final class KafkaSigning implements Signing {
  private final Asking<Signatures> asking;
  private final TransactionSpans spans;

  KafkaSigning(Asking<Signatures> asking, TransactionSpans spans) {
    this.asking = asking;
    this.spans = spans;
  }

  @Override
  public CompletionStage<SigningOutcome> ask(MailTransaction transaction, DigestedMessage message) {
    return asking
        .ask(
            transaction.id(),
            MailTopic.SIGN,
            spans.of(transaction.id()),
            (asker, partition) ->
                new SignQuestion(
                        transaction.id(),
                        asker,
                        transaction.envelope(),
                        transaction.identities(),
                        message)
                    .toRecord(partition))
        .handle(
            (answer, failure) ->
                failure == null
                    ? outcome(answer.outcome())
                    : new SigningOutcome.Deferred(
                        NoAnswer.reply(failure), NoAnswer.findings(failure)));
  }

  private static SigningOutcome outcome(Signatures.Outcome outcome) {
    return switch (outcome) {
      case Signatures.Outcome.Signed signed ->
          new SigningOutcome.Signed(signed.fields(), Findings.of("signed"));
      case Signatures.Outcome.Refused refused ->
          new SigningOutcome.Refused(ReplyLines.of(refused.reply()), Findings.of(refused.reason()));
      case Signatures.Outcome.Deferred deferred ->
          new SigningOutcome.Deferred(
              ReplyLines.of(deferred.reply()), Findings.of(deferred.reason()));
    };
  }
}
