package org.postseal.commandline;

import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/** What is true of every command: its version, its documented status, one line for a mistake. */
public final class Manners {
  /** Of commands that do not say themselves what they end with. */
  private static final Map<String, String> STATUSES =
      new TreeMap<>(
          Map.of(
              "0", "done",
              "1", "refused, or it cannot be done now",
              "2", "an argument or a file that cannot be used"));

  private Manners() {}

  /**
   * A command of this line for the process that runs it, so that it speaks as this line does.
   *
   * @param command annotated as a command, which keeps what was said
   */
  public static CommandLine alone(Object command) {
    var alone = taught(new CommandLine(command));
    alone.setCommandName("postseal " + alone.getCommandName());
    return alone;
  }

  /** The command and those below it. */
  static CommandLine taught(CommandLine commandLine) {
    describe(commandLine);
    return commandLine
        .setParameterExceptionHandler(
            (problem, _) -> {
              problem.getCommandLine().getErr().println("postseal: " + OneLine.of(problem));
              return CommandLine.ExitCode.USAGE;
            })
        .setExecutionExceptionHandler(
            (problem, command, _) -> {
              command.getErr().println("postseal: " + OneLine.of(problem));
              return problem instanceof Unusable || problem instanceof TypeConversionException
                  ? CommandLine.ExitCode.USAGE
                  : CommandLine.ExitCode.SOFTWARE;
            })
        .setCaseInsensitiveEnumValuesAllowed(true);
  }

  private static void describe(CommandLine commandLine) {
    var described = commandLine.getCommandSpec();
    described.versionProvider(new Version());
    var usage = described.usageMessage();
    if (usage.exitCodeList().isEmpty()) {
      usage.exitCodeListHeading("%nExit status:%n");
      usage.exitCodeList(STATUSES);
    }
    commandLine.getSubcommands().values().forEach(Manners::describe);
  }
}
