package org.postseal.commandline.registry;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postseal.commandline.service.CommandGroup;
import org.postseal.commandline.service.ServiceClient;
import org.postseal.commandline.service.ServiceClient.Request;
import org.postseal.commandline.service.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code postseal blocklist}: domains and networks whose mail is refused. */
@Command(
    name = "blocklist",
    mixinStandardHelpOptions = true,
    description = "Domains, with those below them, and networks whose mail is refused.",
    subcommands = {
      BlocklistCommand.ListCommand.class,
      BlocklistCommand.AddCommand.class,
      BlocklistCommand.RemoveCommand.class,
      BlocklistImportCommand.class,
      BlocklistExportCommand.class,
    })
public final class BlocklistCommand extends CommandGroup {

  @Command(name = "list", mixinStandardHelpOptions = true, description = "The whole list.")
  static final class ListCommand extends RegistryCommand {
    @Override
    void run(ServiceClient registry) {
      var blocked = registry.get("/blocklist").tree();
      if (options().wantsJson()) {
        printJson(blocked);
        return;
      }
      var table = new Table("NAME", "SINCE", "EXPIRES", "AUTHOR", "REASON");
      for (var entry : blocked) {
        table.row(
            nameOf(entry),
            entry.path("since").asText().replaceFirst("\\..*", "Z"),
            entry.path("expires").asText("never"),
            entry.path("author").asText(),
            entry.path("reason").asText());
      }
      table.print(out());
    }
  }

  private static String nameOf(JsonNode entry) {
    return entry.path("domain").asText(entry.path("network").asText());
  }

  @Command(
      name = "add",
      mixinStandardHelpOptions = true,
      description = "Refuses the mail of a domain or of a network, such as 192.0.2.0/24.")
  static final class AddCommand extends RegistryCommand {
    @Parameters(paramLabel = "NAME", description = "a domain, a network or an address")
    private String name = "";

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "for people")
    private String reason = "";

    @Option(
        names = "--expires",
        paramLabel = "TIME",
        description = "such as 2027-01-01T00:00:00Z: from then on it counts no more")
    private @Nullable Instant expires;

    @Mixin private DryRun dryRun = new DryRun();

    @Override
    void run(ServiceClient registry) {
      var body = ServiceClient.JSON.createObjectNode().put("reason", reason);
      if (expires != null) {
        body.put("expires", expires.toString());
      }
      var answer =
          registry.send(
              new Request(
                  "PUT",
                  "/blocklist/" + segment(name) + dryRun.query(),
                  Optional.of(body),
                  Optional.empty()));
      if (dryRun.isWanted()) {
        dryRun.report(this, answer.tree());
      } else {
        report(answer.tree(), "blocked " + nameOf(answer.tree()));
      }
    }
  }

  @Command(
      name = "remove",
      mixinStandardHelpOptions = true,
      description = "Takes a domain or a network off the list.")
  static final class RemoveCommand extends RegistryCommand {
    @Parameters(paramLabel = "NAME", description = "a domain, a network or an address")
    private String name = "";

    @Mixin private DryRun dryRun = new DryRun();

    @Override
    void run(ServiceClient registry) {
      var answer =
          registry.send(Request.of("DELETE", "/blocklist/" + segment(name) + dryRun.query()));
      if (dryRun.isWanted()) {
        dryRun.report(this, answer.tree());
      } else {
        report(answer.tree(), "no longer blocked: " + name);
      }
    }
  }
}
