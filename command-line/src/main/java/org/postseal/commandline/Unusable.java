package org.postseal.commandline;

/** An argument or a file that cannot be used: one line on standard error, exit status 2. */
final class Unusable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Unusable(String message) {
    super(message, null, false, false);
  }
}
