package org.postseal.authentication.dkim;

import java.util.List;

/** What came of signing a message. */
public sealed interface SigningResult {
  /**
   * The message is signed when these fields are prepended to it.
   *
   * @param fields whole DKIM-Signature fields, top first, folded, without their final CRLF; ASCII
   */
  record Signed(List<String> fields) implements SigningResult {
    public Signed {
      fields = List.copyOf(fields);
    }
  }

  /** It cannot be signed like this. */
  record Refused(String reason) implements SigningResult {}
}
