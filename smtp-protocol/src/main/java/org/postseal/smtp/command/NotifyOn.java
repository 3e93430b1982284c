package org.postseal.smtp.command;

/** On what a sender wants to be notified (RFC 3461 §4.1). */
public enum NotifyOn {
  /** When the message was delivered. */
  SUCCESS,
  /** When it cannot be delivered. */
  FAILURE,
  /** When delivery takes unusually long. */
  DELAY
}
