package org.postseal.commandline.monitor;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * The keys that are pressed meanwhile. A terminal hands them on at once while this is open, by
 * {@code stty}; where there is no terminal no key is ever pressed.
 */
final class Keys implements AutoCloseable {
  private static final Keys NONE = new Keys(InputStream.nullInputStream(), false);

  private final InputStream in;
  private final boolean isTerminal;
  private boolean quit;

  private Keys(InputStream in, boolean isTerminal) {
    this.in = in;
    this.isTerminal = isTerminal;
  }

  static Keys none() {
    return NONE;
  }

  /** Of the terminal, which is as it was once this is closed, and when the process ends. */
  @SuppressWarnings("SystemConsoleNull") // since JDK 25 it is null again without a terminal
  static Keys ofTerminal() {
    var console = System.console();
    if (console == null || !console.isTerminal() || !stty("-icanon", "-echo")) {
      return NONE;
    }
    Runtime.getRuntime()
        .addShutdownHook(Thread.ofPlatform().unstarted(() -> stty("icanon", "echo")));
    return new Keys(System.in, true);
  }

  /** For tests: these are pressed. */
  static Keys of(InputStream in) {
    return new Keys(in, false);
  }

  /** Whether q was pressed. Does not wait. */
  boolean isQuit() {
    try {
      while (!quit && in.available() > 0) {
        int key = in.read();
        quit = key == 'q' || key == 'Q';
      }
    } catch (IOException _) {
      return quit;
    }
    return quit;
  }

  private static boolean stty(String... modes) {
    var command = new ArrayList<String>();
    command.add("stty");
    command.addAll(List.of(modes));
    try {
      var process =
          new ProcessBuilder(command)
              .redirectInput(ProcessBuilder.Redirect.INHERIT)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor() == 0;
    } catch (IOException _) {
      return false;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    if (isTerminal) {
      stty("icanon", "echo");
    }
  }
}
