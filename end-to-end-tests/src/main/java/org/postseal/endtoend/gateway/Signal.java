package org.postseal.endtoend.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;

/** What Java cannot send to a process. */
enum Signal {
  /** It does nothing from now on, and does not know. */
  STOP("-STOP"),
  /** It goes on where it was, as if no time had passed. */
  CONTINUE("-CONT");

  private final String option;

  Signal(String option) {
    this.option = option;
  }

  void send(long pid) {
    try {
      int status =
          new ProcessBuilder("kill", option, Long.toString(pid)).inheritIO().start().waitFor();
      if (status != 0) {
        throw new IllegalStateException("kill " + option + " " + pid + " ends with " + status);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot signal " + pid, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
