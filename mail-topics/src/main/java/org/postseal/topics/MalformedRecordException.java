package org.postseal.topics;

/**
 * A record that is not what its topic promises. Whoever meets it writes it to {@code
 * mail.dead-letter} with this message and goes on: one poison record never stops a partition.
 */
public final class MalformedRecordException extends Exception {
  private static final long serialVersionUID = 1L;

  public MalformedRecordException(String message) {
    super(message);
  }

  public MalformedRecordException(String message, Throwable cause) {
    super(message, cause);
  }
}
