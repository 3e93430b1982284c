package org.postseal.ingress.session;

import java.util.Optional;
import org.postseal.smtp.reply.Reply;
import org.postseal.topics.ReversePathProof;

/** The answer of a verifier, or why there is none. */
public sealed interface VerificationOutcome {
  Findings findings();

  /**
   * The message may be stored.
   *
   * @param fields whole header fields to prepend, each with its CRLF; may be empty
   * @param proof what proves the reverse-path, if anything does
   */
  record Accept(byte[] fields, Optional<ReversePathProof> proof, Findings findings)
      implements VerificationOutcome {}

  /** Stored, but for the operators; the client reads 250. */
  record Quarantine(byte[] fields, Optional<ReversePathProof> proof, Findings findings)
      implements VerificationOutcome {}

  /** A 5xx reply. */
  record Reject(Reply reply, Findings findings) implements VerificationOutcome {}

  /** A 4xx reply: nothing could be decided. */
  record Defer(Reply reply, Findings findings) implements VerificationOutcome {}
}
