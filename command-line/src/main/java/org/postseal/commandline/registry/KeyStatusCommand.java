package org.postseal.commandline.registry;

import org.postseal.commandline.service.ServiceClient;
import org.postseal.commandline.service.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code postseal keys status}: what the public DNS says now of a domain's keys. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = "What the public DNS says now of a domain's keys, who was asked and when.")
final class KeyStatusCommand extends RegistryCommand {
  @Parameters(paramLabel = "DOMAIN")
  private String domain = "";

  @Override
  void run(ServiceClient registry) {
    var keys = registry.get("/domains/" + segment(domain) + "/status").tree();
    if (options().wantsJson()) {
      printJson(keys);
      return;
    }
    var table = new Table("SELECTOR", "STATE", "DNS", "ASKED", "SERVER", "ANSWER");
    for (var key : keys) {
      for (var server : key.path("servers")) {
        table.row(
            key.path("selector").asText(),
            key.path("state").asText(),
            server.path("finding").asText(),
            KeysCommand.seconds(key.path("asked").asText()),
            server.path("kind").asText() + " " + server.path("server").asText(),
            server.path("says").asText());
      }
    }
    table.print(out());
  }
}
