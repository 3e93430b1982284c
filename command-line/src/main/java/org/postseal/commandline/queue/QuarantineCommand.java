package org.postseal.commandline.queue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.postseal.commandline.service.CommandGroup;
import org.postseal.commandline.service.ServiceClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code postseal quarantine}: mail kept apart from the recipients' mailboxes. */
@Command(
    name = "quarantine",
    mixinStandardHelpOptions = true,
    description = "Mail kept apart from the recipients' mailboxes.",
    subcommands = {
      QuarantineCommand.ListCommand.class,
      QuarantineCommand.ShowCommand.class,
      QuarantineCommand.ReleaseCommand.class,
      QuarantineCommand.BounceCommand.class,
      QuarantineCommand.DeleteCommand.class,
      QuarantineCommand.DownloadCommand.class,
    })
public final class QuarantineCommand extends CommandGroup {

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "What is there, the oldest first.")
  static final class ListCommand extends ListShelf {
    ListCommand() {
      super("quarantine");
    }
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "One message with its history.")
  static final class ShowCommand extends ShowMessage {
    ShowCommand() {
      super("quarantine");
    }
  }

  @Command(
      name = "release",
      mixinStandardHelpOptions = true,
      description = "Delivers to the recipients, as it is: it is not judged again.")
  static final class ReleaseCommand extends ActOnShelf {
    @Option(
        names = "--as-is",
        required = true,
        description = "has to be said: without being judged again")
    private boolean asIs;

    ReleaseCommand() {
      super("quarantine", "release");
    }

    @Override
    void complete(ObjectNode body) {
      body.put("asIs", asIs);
    }
  }

  @Command(
      name = "bounce",
      mixinStandardHelpOptions = true,
      description = "Tells the sender that it failed.")
  static final class BounceCommand extends ActOnShelf {
    BounceCommand() {
      super("quarantine", "bounce");
    }
  }

  @Command(name = "delete", mixinStandardHelpOptions = true, description = "Tells nobody anything.")
  static final class DeleteCommand extends ActOnShelf {
    DeleteCommand() {
      super("quarantine", "drop");
    }
  }

  @Command(
      name = "download",
      mixinStandardHelpOptions = true,
      description = "The whole message; that somebody looked is audited.")
  static final class DownloadCommand extends RelayCommand {
    @Parameters(paramLabel = "ID")
    private String id = "";

    @Option(names = "--output", paramLabel = "FILE", description = "default: standard output")
    private @Nullable Path output;

    @Override
    int run(ServiceClient relay) {
      var octets = relay.octets("/quarantine/" + id + "/content");
      try {
        if (output == null) {
          out().print(new String(octets, StandardCharsets.UTF_8));
        } else {
          Files.write(output, octets);
        }
      } catch (IOException e) {
        throw options().unusable("cannot write " + output + ": " + e.getMessage());
      }
      return 0;
    }
  }
}
