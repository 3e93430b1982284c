package org.postseal.smtp.path;

import java.util.Optional;

/** The argument of MAIL (RFC 5321 §3.3): RFC5321.MailFrom, or the null reverse-path. */
public record ReversePath(Optional<Mailbox> mailbox) {
  private static final ReversePath NULL = new ReversePath(Optional.empty());

  /** {@code <>}: notifications, to which nobody must ever reply (RFC 5321 §4.5.5). */
  public static ReversePath nullReversePath() {
    return NULL;
  }

  /** The reverse-path with this mailbox. */
  public static ReversePath of(Mailbox mailbox) {
    return new ReversePath(Optional.of(mailbox));
  }

  /** Whether it is {@code <>}, that of notifications (RFC 5321 §4.5.5). */
  public boolean isNull() {
    return mailbox.isEmpty();
  }

  /** With its angle brackets. */
  @Override
  public String toString() {
    return mailbox.map(m -> "<" + m + ">").orElse("<>");
  }
}
