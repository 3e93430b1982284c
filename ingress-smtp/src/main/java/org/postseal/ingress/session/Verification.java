package org.postseal.ingress.session;

import java.util.concurrent.CompletionStage;
import org.postseal.authentication.message.DigestedMessage;

/**
 * Asks whether a message of another server is what it claims to be. Never blocks the caller, keeps
 * its own deadline, and may complete on any thread. A failed stage means that nothing is known.
 */
public interface Verification {

  /** {@code message} is the header section and the digests as they arrived. */
  CompletionStage<VerificationOutcome> ask(MailTransaction transaction, DigestedMessage message);
}
