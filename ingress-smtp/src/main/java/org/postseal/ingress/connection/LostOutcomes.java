package org.postseal.ingress.connection;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.postseal.accounts.sasl.AccountAnswer;
import org.postseal.ingress.session.Findings;
import org.postseal.ingress.session.RecipientCheck;
import org.postseal.ingress.session.Replies;
import org.postseal.ingress.session.SessionInput;
import org.postseal.ingress.session.SigningOutcome;
import org.postseal.ingress.session.StoreOutcome;
import org.postseal.ingress.session.VerificationOutcome;

/**
 * What a session is told when a port answers, or when it fails to: a lost answer decides nothing
 * and stores nothing.
 */
final class LostOutcomes {
  private static final Logger LOG = Logger.getLogger(LostOutcomes.class);

  private LostOutcomes() {}

  static SessionInput verified(@Nullable VerificationOutcome outcome, @Nullable Throwable failure) {
    return new SessionInput.Verified(
        outcome != null
            ? outcome
            : new VerificationOutcome.Defer(Replies.CANNOT_DECIDE, lost("verification", failure)));
  }

  static SessionInput signed(@Nullable SigningOutcome outcome, @Nullable Throwable failure) {
    return new SessionInput.Signed(
        outcome != null
            ? outcome
            : new SigningOutcome.Deferred(Replies.CANNOT_DECIDE, lost("signing", failure)));
  }

  static SessionInput written(@Nullable StoreOutcome outcome, @Nullable Throwable failure) {
    return new SessionInput.Written(
        outcome != null
            ? outcome
            : new StoreOutcome.NotStored(
                StoreOutcome.Certainty.AMBIGUOUS, lost("store", failure).rule()));
  }

  static SessionInput accounts(@Nullable AccountAnswer answer, @Nullable Throwable failure) {
    if (answer == null) {
      lost("credentials", failure);
      return new SessionInput.CredentialsUnavailable();
    }
    return new SessionInput.AccountsAnswered(answer);
  }

  static SessionInput recipient(
      RecipientCheck.@Nullable Answer answer, @Nullable Throwable failure) {
    if (answer == null) {
      lost("recipient", failure);
      return new SessionInput.RecipientAnswered(RecipientCheck.Answer.UNDECIDED);
    }
    return new SessionInput.RecipientAnswered(answer);
  }

  private static Findings lost(String what, @Nullable Throwable failure) {
    LOG.warnf("%s failed: %s", what, failure);
    return Findings.of(what + "-failed");
  }
}
