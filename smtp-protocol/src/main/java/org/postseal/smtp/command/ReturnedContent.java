package org.postseal.smtp.command;

/** How much of the message a notification of failure is to return (RFC 3461 §4.3). */
public enum ReturnedContent {
  /** The whole message. */
  FULL,
  /** Its header section alone. */
  HDRS
}
