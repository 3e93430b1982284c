package org.postseal.commandline.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postseal.authentication.dns.DomainName;
import org.postseal.commandline.dns.DomainRecords;
import org.postseal.commandline.dns.RecordForm;
import org.postseal.commandline.service.ServiceClient;
import org.postseal.commandline.service.ServiceClient.Request;
import org.postseal.signingpolicy.PolicySignal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code postseal domains add}: everything for a domain of ours in one go. What is there already is
 * left as it is, so that it can be said again.
 */
@Command(
    name = "add",
    mixinStandardHelpOptions = true,
    description = {
      "Makes a domain of ours with a key of each algorithm, and prints what to put into its zone.",
      "Its signing policy is all, only reported for now (testing), unless it has an entry already."
    })
final class AddDomainCommand extends RegistryCommand {
  private static final List<String> ALGORITHMS = List.of("rsa-2048", "ed25519");
  private static final Set<String> PAST = Set.of("retired", "revoked");

  @Parameters(paramLabel = "DOMAIN")
  private String domain = "";

  @Option(
      names = "--mx",
      paramLabel = "HOST",
      description = "where its mail is received (default: mx.DOMAIN)")
  private @Nullable String exchange;

  @Option(
      names = "--ttl",
      paramLabel = "SECONDS",
      defaultValue = "3600",
      description = "of the records (default: ${DEFAULT-VALUE})")
  private long ttl;

  @Option(names = "--dry-run", description = "change nothing; say what would be made")
  private boolean dryRun;

  @Override
  void run(ServiceClient registry) {
    var name = mailDomain(domain, "DOMAIN");
    var host =
        exchange == null
            ? name.prefixedWith("mx").orElseThrow(() -> options().unusable("--mx is needed"))
            : mailDomain(exchange, "--mx");
    if (ttl < 0 || ttl > Integer.MAX_VALUE) {
      throw options().unusable("--ttl is no time to live: " + ttl);
    }
    var made = new ArrayList<String>();
    var entry = entry(registry, name, made);
    var keys = keys(registry, name, made);
    if (options().wantsJson()) {
      var json = ServiceClient.JSON.createObjectNode();
      json.set("domain", entry);
      json.putArray("keys").addAll(keys);
      made.forEach(json.putArray("made")::add);
      lines(registry, name, host, keys).forEach(json.putArray("records")::add);
      printJson(json);
      return;
    }
    made.forEach(what -> out().println("; " + (dryRun ? "would make " : "made ") + what));
    out().println("; put this into the zone of " + name + ":");
    lines(registry, name, host, keys).forEach(out()::println);
    out().println("; MTA-STS has a policy, too: https://mta-sts." + name + " (RFC 8461)");
    out().println("; then: ./postseal dns check " + name + "; ./postseal keys activate KEY");
  }

  private DomainName mailDomain(String text, String what) {
    return DomainName.parse(text)
        .filter(DomainName::isHostName)
        .orElseThrow(() -> options().unusable(what + " is not a domain name: " + text));
  }

  /** The entry; an older one only becomes local and signed. */
  private JsonNode entry(ServiceClient registry, DomainName name, List<String> made) {
    var path = "/domains/" + segment(name.ascii());
    var present = registry.find(path);
    var wanted =
        present
            .map(answer -> (ObjectNode) answer.tree().deepCopy())
            .orElseGet(
                () ->
                    ServiceClient.JSON
                        .createObjectNode()
                        .put("signingPolicy", "all")
                        .put("testing", true));
    if (wanted.path("local").asBoolean() && wanted.path("signed").asBoolean()) {
      return wanted;
    }
    wanted.remove("domain");
    wanted.put("local", true).put("signed", true);
    made.add("the entry of " + name + ": we receive for it, and sign for it");
    if (dryRun) {
      return wanted;
    }
    var tag = present.flatMap(ServiceClient.Answer::entityTag);
    return registry.send(new Request("PUT", path, Optional.of(wanted), tag)).tree();
  }

  /** A key of each algorithm that may still sign, the others of the domain left out. */
  private List<JsonNode> keys(ServiceClient registry, DomainName name, List<String> made) {
    var keys = new ArrayList<JsonNode>();
    for (var key : registry.get("/keys?domain=" + segment(name.ascii())).tree()) {
      if (!PAST.contains(key.path("state").asText())) {
        keys.add(key);
      }
    }
    for (var algorithm : ALGORITHMS) {
      if (keys.stream().noneMatch(key -> key.path("algorithm").asText().equals(algorithm))) {
        made.add("a key, " + algorithm);
        if (!dryRun) {
          var body =
              ServiceClient.JSON
                  .createObjectNode()
                  .put("domain", name.ascii())
                  .put("algorithm", algorithm);
          keys.add(
              registry
                  .send(new Request("POST", "/keys", Optional.of(body), Optional.empty()))
                  .tree());
        }
      }
    }
    return keys;
  }

  private List<String> lines(
      ServiceClient registry, DomainName name, DomainName host, List<JsonNode> keys) {
    var lines = new ArrayList<String>();
    lines.add("%s. %d IN MX 10 %s.".formatted(name, ttl, host));
    for (var record : DomainRecords.of(name)) {
      lines.add(RecordForm.ZONE.of(record.name(), record.text(), ttl));
    }
    for (var key : keys) {
      lines.add(
          RecordForm.ZONE.of(PublishCommand.recordName(key), key.path("recordText").asText(), ttl));
    }
    StatedPolicy.id(registry, name)
        .ifPresent(
            id ->
                PolicySignal.nameFor(name)
                    .ifPresent(
                        signal ->
                            lines.add(
                                RecordForm.ZONE.of(signal, new PolicySignal(id).text(), ttl)
                                    + " ; only where XSIGNPOL is on")));
    return lines;
  }
}
