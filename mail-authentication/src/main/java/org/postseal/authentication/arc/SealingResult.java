package org.postseal.authentication.arc;

import java.util.List;

/** What came of adding to a chain. */
public sealed interface SealingResult {
  /**
   * The next ARC set.
   *
   * @param fields ARC-Seal, ARC-Message-Signature and ARC-Authentication-Results, to be prepended
   *     in this order; folded, without their final CRLF
   */
  record Sealed(List<String> fields) implements SealingResult {
    public Sealed {
      fields = List.copyOf(fields);
    }
  }

  /** The newest seal says already that the chain had failed: RFC 8617 §5.1.2 adds nothing then. */
  record LeftAlone() implements SealingResult {}

  /** It cannot be sealed like this. */
  record Refused(String reason) implements SealingResult {}
}
