package org.postseal.commandline;

import java.util.List;
import java.util.logging.LogManager;
import org.postseal.commandline.accounts.AccountsCommand;
import org.postseal.commandline.monitor.AuditCommand;
import org.postseal.commandline.monitor.FindCommand;
import org.postseal.commandline.monitor.TailCommand;
import org.postseal.commandline.monitor.TopCommand;
import org.postseal.commandline.queue.QuarantineCommand;
import org.postseal.commandline.queue.QueueCommand;
import org.postseal.commandline.registry.BlocklistCommand;
import org.postseal.commandline.registry.DnsCommand;
import org.postseal.commandline.registry.DomainsCommand;
import org.postseal.commandline.registry.KeysCommand;
import org.postseal.commandline.setup.SetupCommand;
import org.postseal.commandline.submission.SendCommand;
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
          AuditCommand.class,
          TopCommand.class,
          SetupCommand.class,
          SendCommand.class,
          FindCommand.class,
          UpCommand.class);

  @Spec private CommandSpec spec;

  public static void main(String[] arguments) {
    // What libraries log is nothing for whoever asked this command: nothing is logged here.
    System.setProperty("slf4j.internal.verbosity", "ERROR");
    LogManager.getLogManager().reset();
    System.exit(commandLine().execute(arguments));
  }

  /** The whole of it, to be executed; tests execute it too. */
  public static CommandLine commandLine() {
    var commandLine = new CommandLine(new PostsealCommand());
    SUBCOMMANDS.forEach(commandLine::addSubcommand);
    return Manners.taught(commandLine);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "which command?");
  }
}
