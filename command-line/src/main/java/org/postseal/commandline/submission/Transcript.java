package org.postseal.commandline.submission;

import java.io.PrintWriter;

/** The dialogue as people read it: {@code C:} for us, {@code S:} for the server. */
record Transcript(PrintWriter out) {

  void client(String line) {
    say("C: ", line);
  }

  void server(String line) {
    say("S: ", line);
  }

  /** What is no line of the dialogue. */
  void remark(String text) {
    say("   ", text);
  }

  /** A server's controls do not reach the terminal. */
  private void say(String who, String text) {
    out.println(who + text.replaceAll("\\p{Cntrl}", "?"));
    out.flush();
  }
}
