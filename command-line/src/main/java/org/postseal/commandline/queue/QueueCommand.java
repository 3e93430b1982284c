package org.postseal.commandline.queue;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postseal.commandline.service.CommandGroup;
import org.postseal.commandline.service.ServiceClient;
import org.postseal.commandline.service.ServiceClient.Request;
import org.postseal.commandline.service.Table;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code postseal queue}: mail that waits for another attempt, or is held. */
@Command(
    name = "queue",
    mixinStandardHelpOptions = true,
    description = "Mail that waits for another attempt, or is held; destinations that get none.",
    subcommands = {
      QueueCommand.ListCommand.class,
      QueueCommand.ShowCommand.class,
      QueueCommand.RetryCommand.class,
      QueueCommand.HoldCommand.class,
      QueueCommand.BounceCommand.class,
      QueueCommand.DropCommand.class,
      QueueCommand.HeldCommand.class,
      QueueCommand.ShowHeldCommand.class,
      QueueCommand.ReleaseCommand.class,
      QueueCommand.BounceHeldCommand.class,
      QueueCommand.DropHeldCommand.class,
      QueueCommand.SuspendCommand.class,
      QueueCommand.ResumeCommand.class,
      QueueCommand.SuspendedCommand.class,
    })
public final class QueueCommand extends CommandGroup {

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "What waits, the oldest first.")
  static final class ListCommand extends ListShelf {
    ListCommand() {
      super("queue");
    }
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "One message with its history.")
  static final class ShowCommand extends ShowMessage {
    ShowCommand() {
      super("queue");
    }
  }

  @Command(name = "retry", mixinStandardHelpOptions = true, description = "Tries now.")
  static final class RetryCommand extends ActOnShelf {
    RetryCommand() {
      super("queue", "retry");
    }
  }

  @Command(
      name = "hold",
      mixinStandardHelpOptions = true,
      description = "Takes out of the queue until released.")
  static final class HoldCommand extends ActOnShelf {
    HoldCommand() {
      super("queue", "hold");
    }
  }

  @Command(
      name = "bounce",
      mixinStandardHelpOptions = true,
      description = "Gives up and tells the sender.")
  static final class BounceCommand extends ActOnShelf {
    BounceCommand() {
      super("queue", "bounce");
    }
  }

  @Command(
      name = "drop",
      mixinStandardHelpOptions = true,
      description = "Gives up and tells nobody.")
  static final class DropCommand extends ActOnShelf {
    DropCommand() {
      super("queue", "drop");
    }
  }

  @Command(name = "held", mixinStandardHelpOptions = true, description = "What is held.")
  static final class HeldCommand extends ListShelf {
    HeldCommand() {
      super("held");
    }
  }

  @Command(name = "show-held", mixinStandardHelpOptions = true, description = "One held message.")
  static final class ShowHeldCommand extends ShowMessage {
    ShowHeldCommand() {
      super("held");
    }
  }

  @Command(
      name = "release",
      mixinStandardHelpOptions = true,
      description = "Lets held messages go on.")
  static final class ReleaseCommand extends ActOnShelf {
    ReleaseCommand() {
      super("held", "release");
    }
  }

  @Command(
      name = "bounce-held",
      mixinStandardHelpOptions = true,
      description = "Gives held messages up and tells the senders.")
  static final class BounceHeldCommand extends ActOnShelf {
    BounceHeldCommand() {
      super("held", "bounce");
    }
  }

  @Command(
      name = "drop-held",
      mixinStandardHelpOptions = true,
      description = "Gives held messages up and tells nobody.")
  static final class DropHeldCommand extends ActOnShelf {
    DropHeldCommand() {
      super("held", "drop");
    }
  }

  /** Which destination. */
  static final class Destination {
    @Parameters(paramLabel = "DOMAIN", arity = "0..1")
    private @Nullable String domain;

    @Option(
        names = "--host",
        paramLabel = "HOST",
        description = "a host, by name or address, whatever domains it takes mail for")
    private @Nullable String host;

    String path() {
      return "/suspensions/" + (host == null ? named() : "hosts/" + encoded(host));
    }

    private String named() {
      return domain == null ? "" : encoded(domain);
    }

    private static String encoded(String name) {
      return URLEncoder.encode(name, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
      return host == null ? String.valueOf(domain) : "host " + host;
    }
  }

  private static final String DRY_RUN = "have the relay look at it, and change nothing";

  private static String query(boolean dryRun) {
    return dryRun ? "?dry-run=true" : "";
  }

  @Command(
      name = "suspend",
      mixinStandardHelpOptions = true,
      description = "Delivers nothing to a domain or host until it is resumed.")
  static final class SuspendCommand extends RelayCommand {
    @ArgGroup(multiplicity = "1")
    private Destination destination = new Destination();

    @Option(names = "--note", paramLabel = "TEXT", description = "why, for the audit")
    private String note = "";

    @Option(names = "--dry-run", description = DRY_RUN)
    private boolean dryRun;

    @Override
    int run(ServiceClient relay) {
      var body = ServiceClient.JSON.createObjectNode().put("note", note);
      var answer =
          relay
              .send(
                  new Request(
                      "PUT",
                      destination.path() + query(dryRun),
                      Optional.of(body),
                      Optional.empty()))
              .tree();
      if (options().wantsJson()) {
        printJson(answer);
      } else {
        out().println((dryRun ? "would be suspended: " : "suspended: ") + destination);
      }
      return 0;
    }
  }

  @Command(
      name = "resume",
      mixinStandardHelpOptions = true,
      description = "Delivers to a domain or host again.")
  static final class ResumeCommand extends RelayCommand {
    @ArgGroup(multiplicity = "1")
    private Destination destination = new Destination();

    @Option(names = "--dry-run", description = DRY_RUN)
    private boolean dryRun;

    @Override
    int run(ServiceClient relay) {
      var _ = relay.send(Request.of("DELETE", destination.path() + query(dryRun)));
      out().println((dryRun ? "would be resumed: " : "resumed: ") + destination);
      return 0;
    }
  }

  @Command(
      name = "suspended",
      mixinStandardHelpOptions = true,
      description = "Domains and hosts to which nothing is delivered.")
  static final class SuspendedCommand extends RelayCommand {
    @Override
    int run(ServiceClient relay) {
      var answer = relay.get("/suspensions").tree();
      if (options().wantsJson()) {
        printJson(answer);
        return 0;
      }
      var table = new Table("DESTINATION", "SINCE", "BY", "NOTE");
      for (var order : answer) {
        table.row(
            order.path("subject").asText().replace("destination/", "").replace("host/", "host "),
            ListShelf.seconds(order.path("at").asText()),
            order.path("by").asText(),
            order.path("note").asText());
      }
      table.print(out());
      return 0;
    }
  }
}
