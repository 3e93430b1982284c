package org.postseal.commandline;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.postseal.commandline.accounts.AccountsCommand;
import org.postseal.commandline.monitor.TailCommand;
import org.postseal.commandline.monitor.TopCommand;
import org.postseal.commandline.queue.QuarantineCommand;
import org.postseal.commandline.queue.QueueCommand;
import org.postseal.commandline.registry.BlocklistCommand;
import org.postseal.commandline.registry.DnsCommand;
import org.postseal.commandline.registry.DomainsCommand;
import org.postseal.commandline.registry.KeysCommand;
import org.postseal.commandline.topics.TopicsCommand;
import org.postseal.commandline.up.UpCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line's entry: one list of sub-commands, and exit status 2 for what is unusable. */
@Command(
    name = "postseal",
    mixinStandardHelpOptions = true,
    description = "A mail gateway that proves who sent a message")
public final class PostsealCommand implements Runnable {
  /** Another sub-command is another line here. */
  private static final List<Class<?>> SUBCOMMANDS =
      List.of(
          CheckCommand.class,
          SignCommand.class,
          SealCommand.class,
          DomainsCommand.class,
          KeysCommand.class,
          DnsCommand.class,
          BlocklistCommand.class,
          QueueCommand.class,
          QuarantineCommand.class,
          AccountsCommand.class,
          TopicsCommand.class,
          TailCommand.class,
          TopCommand.class,
          UpCommand.class);

  /** Of commands that do not say themselves what they end with. */
  private static final Map<String, String> STATUSES =
      new TreeMap<>(
          Map.of(
              "0", "done",
              "1", "refused, or it cannot be done now",
              "2", "an argument or a file that cannot be used"));

  @Spec private CommandSpec spec;

  public static void main(String[] arguments) {
    // The logging of the libraries must not speak before it knows where: nothing is logged here.
    System.setProperty("java.util.logging.manager", "org.jboss.logmanager.LogManager");
    System.exit(commandLine().execute(arguments));
  }

  /** The whole of it, to be executed; tests execute it too. */
  public static CommandLine commandLine() {
    var commandLine = new CommandLine(new PostsealCommand());
    SUBCOMMANDS.forEach(commandLine::addSubcommand);
    return withManners(commandLine);
  }

  /**
   * A command of this line as the process itself reads it that runs it: the same words about
   * mistakes, the same help.
   *
   * @param command annotated as a command, which keeps what was said
   */
  public static CommandLine commandLine(Object command) {
    var alone = withManners(new CommandLine(command));
    alone.setCommandName("postseal " + alone.getCommandName());
    return alone;
  }

  /** What is true of every command: its version, its documented status, one line for a mistake. */
  private static CommandLine withManners(CommandLine commandLine) {
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
              return problem instanceof Unusable
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
    commandLine.getSubcommands().values().forEach(PostsealCommand::describe);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "which command?");
  }
}
