package org.postseal.smtp.command;

import java.util.Optional;
import java.util.Set;

/** A parameter of RCPT (RFC 5321 §4.1.2, {@code Rcpt-parameters}). */
public sealed interface RcptParameter {

  /** {@code NOTIFY=} (RFC 3461 §4.1); empty means {@code NEVER}. */
  record Notify(Set<NotifyOn> on) implements RcptParameter {
    public Notify {
      on = Set.copyOf(on);
    }
  }

  /**
   * {@code ORCPT=} (RFC 3461 §4.2, RFC 6533 §3): address type, semicolon and encoded address as
   * they came.
   */
  record OriginalRecipient(String value) implements RcptParameter {}

  /** Anything else; a server answers 555 unless it knows better. The keyword is in upper case. */
  record Unrecognised(String keyword, Optional<String> value) implements RcptParameter {}
}
