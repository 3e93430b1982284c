package org.postseal.commandline;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;

/**
 * What a command that was typed left behind.
 *
 * @param text standard output, one char for each octet
 */
record CommandOutput(int status, String text, String errors) {

  static CommandOutput of(String... arguments) {
    var captured = new ByteArrayOutputStream();
    var errors = new StringWriter();
    var realOut = System.out;
    System.setOut(new PrintStream(captured, true, StandardCharsets.ISO_8859_1));
    try {
      int status = PostsealCommand.commandLine().setErr(new PrintWriter(errors)).execute(arguments);
      return new CommandOutput(
          status, captured.toString(StandardCharsets.ISO_8859_1), errors.toString());
    } finally {
      System.setOut(realOut);
    }
  }
}
