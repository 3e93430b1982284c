package org.postseal.commandline.registry;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.postseal.authentication.dns.DomainName;
import org.postseal.commandline.dns.RecordForm;
import org.postseal.commandline.service.ServiceClient;
import org.postseal.commandline.service.ServiceClient.RefusedException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code postseal keys publish}: key records in the form that whoever keeps the zone wants. */
@Command(
    name = "publish",
    mixinStandardHelpOptions = true,
    description = "Key records as text for whoever keeps the zone; with --json for programs.")
final class PublishCommand extends RegistryCommand {
  @Parameters(
      paramLabel = "KEY|DOMAIN",
      description = "a key's id, the beginning of it or its record's name; or a domain")
  private String which = "";

  @Option(
      names = "--form",
      paramLabel = "zone|value|terraform",
      defaultValue = "zone",
      description = "a zone file, the value alone, or local values of Terraform (default: zone)")
  private RecordForm form = RecordForm.ZONE;

  @Option(
      names = "--ttl",
      paramLabel = "SECONDS",
      defaultValue = "3600",
      description = "of the records (default: ${DEFAULT-VALUE})")
  private long ttl;

  @Override
  void run(ServiceClient registry) {
    if (ttl < 0 || ttl > Integer.MAX_VALUE) {
      throw options().unusable("--ttl is no time to live: " + ttl);
    }
    var keys = KeysCommand.find(registry, which).map(List::of).orElseGet(() -> ofDomain(registry));
    if (options().wantsJson()) {
      printJson(json(keys));
      return;
    }
    for (var key : keys) {
      out().println(form.of(recordName(key), key.path("recordText").asText(), ttl));
    }
  }

  private List<JsonNode> ofDomain(ServiceClient registry) {
    var keys = new ArrayList<JsonNode>();
    registry
        .get("/keys?domain=" + segment(which.toLowerCase(Locale.ROOT)))
        .tree()
        .forEach(keys::add);
    if (keys.isEmpty()) {
      throw new RefusedException("no key and no domain with keys: " + which);
    }
    return keys;
  }

  private JsonNode json(List<JsonNode> keys) {
    var records = ServiceClient.JSON.createArrayNode();
    for (var key : keys) {
      var text = key.path("recordText").asText();
      var record =
          records
              .addObject()
              .put("name", recordName(key).ascii())
              .put("type", "TXT")
              .put("ttl", ttl)
              .put("value", text)
              .put("state", key.path("state").asText());
      RecordForm.strings(text).forEach(record.putArray("strings")::add);
    }
    return records;
  }

  private static DomainName recordName(JsonNode key) {
    return DomainName.parse(key.path("recordName").asText())
        .orElseThrow(() -> new RefusedException("the registry's answer cannot be read"));
  }
}
