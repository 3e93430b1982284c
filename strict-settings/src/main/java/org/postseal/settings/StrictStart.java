package org.postseal.settings;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.configuration.ConfigUtils;
import java.util.List;
import java.util.Map;

/**
 * Where a service's process begins: with settings that fit together, or not at all. What is wrong
 * is said on the standard error stream, a line each that begins with {@code postseal:}.
 */
public final class StrictStart {
  /** EX_CONFIG of sysexits(3): what a process with unusable settings ends with. */
  public static final int UNUSABLE_SETTINGS = 78;

  /** What a process ends with that cannot start although its settings are right. */
  public static final int CANNOT_START = 1;

  private StrictStart() {}

  public static void main(String[] arguments) {
    usableOrExit(settingsOrExit(Map.of()));
    Quarkus.run(arguments);
  }

  /**
   * The settings, from the places where Quarkus will look too; does not return without them.
   *
   * @param defaults what is known by now of settings that may be absent there
   */
  public static SettingsCheck.Outcome.Fit settingsOrExit(Map<String, String> defaults) {
    var check =
        new SettingsCheck(
            SettingsCheck.allDeclared(),
            () -> ConfigUtils.configBuilder().withDefaultValues(defaults));
    return switch (check.outcome()) {
      case SettingsCheck.Outcome.Fit fit -> fit;
      case SettingsCheck.Outcome.Unfit(var lines) -> throw exit(lines);
    };
  }

  /**
   * Does not return if something that the settings name cannot be used, or if somebody else listens
   * on a port.
   */
  public static void usableOrExit(SettingsCheck.Outcome.Fit settings) {
    var lines = settings.unusable();
    if (!lines.isEmpty()) {
      throw exit(lines);
    }
    var taken = settings.takenPorts();
    if (!taken.isEmpty()) {
      throw exit(CANNOT_START, taken);
    }
  }

  /**
   * Ends the process, which cannot start.
   *
   * @param lines why, a line each
   * @return never; for the compiler's sake
   */
  public static IllegalStateException exit(List<String> lines) {
    return exit(UNUSABLE_SETTINGS, lines);
  }

  /** The same with another status. */
  public static IllegalStateException exit(int status, List<String> lines) {
    lines.forEach(line -> System.err.println("postseal: " + line));
    System.exit(status);
    return new IllegalStateException("the process has ended");
  }
}
