package org.postseal.commandline.registry;

import org.jspecify.annotations.Nullable;
import org.postseal.commandline.service.ServiceClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code postseal blocklist export}: the list as text, for other programs. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description = "Prints the list as a plain list, or as the zone of a DNS blocklist (RFC 5782).")
final class BlocklistExportCommand extends RegistryCommand {

  @Option(names = "--format", paramLabel = "plain|dnsbl", description = "what to print (plain)")
  private String format = "plain";

  @Option(names = "--zone", paramLabel = "NAME", description = "the name of a dnsbl's zone")
  private @Nullable String zone;

  @Override
  void run(ServiceClient registry) {
    var query = "?format=" + segment(format) + (zone == null ? "" : "&zone=" + segment(zone));
    out().print(registry.get("/blocklist" + query).text());
  }
}
