package org.postseal.smtp.command;

/** On what a sender wants to be notified (RFC 3461 §4.1). */
public enum NotifyOn {
  SUCCESS,
  FAILURE,
  DELAY
}
