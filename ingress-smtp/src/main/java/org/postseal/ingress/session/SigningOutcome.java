package org.postseal.ingress.session;

import org.postseal.smtp.reply.Reply;

/** The answer of a signer, or why there is none. */
public sealed interface SigningOutcome {
  Findings findings();

  /**
   * The message may be stored.
   *
   * @param fields the signature fields, each with its CRLF; empty only where the domain's entry
   *     says that it is not signed
   */
  record Signed(byte[] fields, Findings findings) implements SigningOutcome {}

  /** A 5xx reply: the account may not send this. */
  record Refused(Reply reply, Findings findings) implements SigningOutcome {}

  /** A 4xx reply: no key could be had. Never unsigned mail. */
  record Deferred(Reply reply, Findings findings) implements SigningOutcome {}
}
