package org.postseal.fuzzing;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the fuzzer calls: these methods have the names it looks for. The target is named by the
 * first argument.
 */
public final class Harness {
  private static @Nullable Pace pace;

  private Harness() {}

  /** Called once, with the name of the target. */
  public static void fuzzerInitialize(String[] arguments) {
    if (arguments.length != 1) {
      throw new IllegalArgumentException("one target, of these: " + Targets.names());
    }
    pace = new Pace(Targets.named(arguments[0].toLowerCase(Locale.ROOT)).attack().get());
  }

  /** Called for every input. */
  public static void fuzzerTestOneInput(byte[] octets) {
    running().run(octets);
  }

  /** Called at the end. */
  public static void fuzzerTearDown() {
    System.err.println(running().report());
  }

  private static Pace running() {
    if (pace == null) {
      throw new IllegalStateException("not initialised");
    }
    return pace;
  }

  /** Prints the names of all targets, one a line. */
  public static void main(String[] arguments) {
    System.out.println(String.join("\n", Targets.names()));
  }
}
