package org.postseal.commandline.submission;

/** The message was not taken; the message of this says why, in one line. */
final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RefusedException(String message) {
    super(message, null, false, false);
  }
}
