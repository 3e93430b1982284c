package org.postseal.commandline.registry;

import java.util.Optional;
import org.postseal.commandline.service.CommandGroup;
import org.postseal.commandline.service.ServiceClient;
import org.postseal.commandline.service.ServiceClient.Request;
import org.postseal.commandline.service.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code postseal blocklist}: domains whose mail is refused. */
@Command(
    name = "blocklist",
    mixinStandardHelpOptions = true,
    description = "Domains whose mail, and that of those below them, is refused.",
    subcommands = {
      BlocklistCommand.ListCommand.class,
      BlocklistCommand.AddCommand.class,
      BlocklistCommand.RemoveCommand.class,
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
      var table = new Table("DOMAIN", "SINCE", "AUTHOR", "REASON");
      for (var entry : blocked) {
        table.row(
            entry.path("domain").asText(),
            entry.path("since").asText().replaceFirst("\\..*", "Z"),
            entry.path("author").asText(),
            entry.path("reason").asText());
      }
      table.print(out());
    }
  }

  @Command(name = "add", mixinStandardHelpOptions = true, description = "Refuses a domain's mail.")
  static final class AddCommand extends RegistryCommand {
    @Parameters(paramLabel = "DOMAIN")
    private String domain = "";

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "for people")
    private String reason = "";

    @Override
    void run(ServiceClient registry) {
      var body = ServiceClient.JSON.createObjectNode().put("reason", reason);
      var answer =
          registry.send(
              new Request(
                  "PUT", "/blocklist/" + segment(domain), Optional.of(body), Optional.empty()));
      report(answer.tree(), "blocked " + answer.tree().path("domain").asText());
    }
  }

  @Command(
      name = "remove",
      mixinStandardHelpOptions = true,
      description = "Takes a domain off the list.")
  static final class RemoveCommand extends RegistryCommand {
    @Parameters(paramLabel = "DOMAIN")
    private String domain = "";

    @Override
    void run(ServiceClient registry) {
      var answer = registry.send(Request.of("DELETE", "/blocklist/" + segment(domain)));
      report(answer.tree(), "no longer blocked: " + domain);
    }
  }
}
