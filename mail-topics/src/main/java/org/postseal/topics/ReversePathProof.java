package org.postseal.topics;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * What proves that the owner of a reverse-path's domain had the message sent. A report about a
 * message goes to such a reverse-path only: any other may be a stranger's, written there by a
 * forger.
 */
public enum ReversePathProof {
  /** An authenticated account owns the mailbox. */
  SUBMISSION,
  /** SPF of the RFC5321.MailFrom domain passed (RFC 7208 §2.6.3). */
  SPF,
  /** A valid DKIM signature of that domain, or of a parent of it. */
  DKIM;

  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
