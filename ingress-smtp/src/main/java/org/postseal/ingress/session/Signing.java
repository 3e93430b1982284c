package org.postseal.ingress.session;

import java.util.concurrent.CompletionStage;
import org.postseal.authentication.message.DigestedMessage;

/**
 * Asks for the signatures of a submitted message. Never blocks the caller, keeps its own deadline,
 * and may complete on any thread. A failed stage means that the message is not signed.
 */
public interface Signing {

  /** {@code message} is the header section and the digest after submission's repairs. */
  CompletionStage<SigningOutcome> ask(MailTransaction transaction, DigestedMessage message);
}
