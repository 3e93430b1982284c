package org.postseal.commandline.registry;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.postseal.authentication.dns.DomainName;
import org.postseal.commandline.dns.RecordForm;
import org.postseal.commandline.service.ServiceClient;
import org.postseal.commandline.service.ServiceClient.RefusedException;
import org.postseal.signingpolicy.PolicySignal;
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

  @Option(
      names = "--signpol",
      description = "of a domain also the record that announces its policy by XSIGNPOL")
  private boolean signpol;

  @Override
  void run(ServiceClient registry) {
    if (ttl < 0 || ttl > Integer.MAX_VALUE) {
      throw options().unusable("--ttl is no time to live: " + ttl);
    }
    var keys = KeysCommand.find(registry, which).map(List::of).orElseGet(() -> ofDomain(registry));
    var records = new ArrayList<>(keys.stream().map(PublishCommand::record).toList());
    if (signpol) {
      records.add(signal(registry));
    }
    if (options().wantsJson()) {
      printJson(json(records));
      return;
    }
    for (var record : records) {
      out().println(form.of(record.name(), record.text(), ttl));
    }
  }

  /**
   * A record to be put into the DNS.
   *
   * @param state of the key; of a policy that it is stated
   */
  private record Published(DomainName name, String text, String state) {}

  private static Published record(JsonNode key) {
    return new Published(
        recordName(key), key.path("recordText").asText(), key.path("state").asText());
  }

  private Published signal(ServiceClient registry) {
    var domain = DomainName.parse(which);
    var name = domain.flatMap(PolicySignal::nameFor);
    var id = domain.flatMap(found -> StatedPolicy.id(registry, found));
    if (name.isEmpty() || id.isEmpty()) {
      throw new RefusedException("no domain that we sign for: " + which);
    }
    return new Published(name.get(), new PolicySignal(id.get()).text(), "stated");
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

  private JsonNode json(List<Published> published) {
    var records = ServiceClient.JSON.createArrayNode();
    for (var one : published) {
      var record =
          records
              .addObject()
              .put("name", one.name().ascii())
              .put("type", "TXT")
              .put("ttl", ttl)
              .put("value", one.text())
              .put("state", one.state());
      RecordForm.strings(one.text()).forEach(record.putArray("strings")::add);
    }
    return records;
  }

  static DomainName recordName(JsonNode key) {
    return DomainName.parse(key.path("recordName").asText())
        .orElseThrow(() -> new RefusedException("the registry's answer cannot be read"));
  }
}
