package org.postseal.commandline.registry;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postseal.commandline.service.ServiceClient;
import org.postseal.commandline.service.ServiceClient.RefusedException;
import org.postseal.commandline.service.ServiceClient.Request;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code postseal blocklist import}: a list of somebody else's is put on ours, all or nothing. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    description = {
      "Puts a list on the blocklist, all of it or nothing.",
      "A plain list has a domain, address or network in each line, and its reason behind ';'."
    })
final class BlocklistImportCommand extends RegistryCommand {

  private static final int LONGEST = 512 * 1024; // the registry takes no more

  @Parameters(paramLabel = "FILE", description = "the list")
  private Path file = Path.of("");

  @Option(names = "--format", paramLabel = "plain|dnsbl", description = "what the file is (plain)")
  private String format = "plain";

  @Option(names = "--zone", paramLabel = "NAME", description = "the name of a dnsbl's zone")
  private @Nullable String zone;

  @Option(names = "--reason", paramLabel = "TEXT", description = "of lines that say none")
  private @Nullable String reason;

  @Mixin private DryRun dryRun = new DryRun();

  @Override
  void run(ServiceClient registry) {
    var body = ServiceClient.JSON.createObjectNode().put("format", format).put("text", text());
    if (zone != null) {
      body.put("zone", zone);
    }
    if (reason != null) {
      body.put("reason", reason);
    }
    var answer =
        registry
            .send(
                new Request(
                    "POST", "/blocklist" + dryRun.query(), Optional.of(body), Optional.empty()))
            .tree();
    if (!dryRun.isWanted()) {
      report(answer, "imported: " + answer.path("names").asInt() + " names");
      return;
    }
    var after = answer.path("after");
    report(
        answer,
        "nothing changed; new or changed: "
            + after.path("put").size()
            + ", as they are: "
            + after.path("unchanged").asInt());
  }

  private String text() {
    try (var in = Files.newInputStream(file)) {
      byte[] octets = in.readNBytes(LONGEST + 1);
      if (octets.length > LONGEST) {
        throw new RefusedException(file + " is longer than " + LONGEST + " octets: divide it");
      }
      return new String(octets, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new RefusedException(file + " cannot be read: " + e.getMessage());
    }
  }
}
