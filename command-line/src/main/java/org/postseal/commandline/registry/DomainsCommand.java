package org.postseal.commandline.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
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

/** {@code postseal domains}: what the registry knows about domains. */
@Command(
    name = "domains",
    mixinStandardHelpOptions = true,
    description = "Domains: which we receive for, which we sign for, and what others promise.",
    subcommands = {
      DomainsCommand.ListCommand.class,
      DomainsCommand.ShowCommand.class,
      AddDomainCommand.class,
      DomainsCommand.SetCommand.class,
      DomainsCommand.RemoveCommand.class,
    })
public final class DomainsCommand extends CommandGroup {

  private static final String COVERED = "covered";

  private enum Policy {
    ALL,
    SOME,
    NONE
  }

  private enum Mode {
    ENFORCE,
    MONITOR,
    DEFAULT
  }

  @Command(name = "list", mixinStandardHelpOptions = true, description = "All domains.")
  static final class ListCommand extends RegistryCommand {
    @Override
    void run(ServiceClient registry) {
      var domains = registry.get("/domains").tree();
      if (options().wantsJson()) {
        printJson(domains);
        return;
      }
      var table = new Table("DOMAIN", "RECEIVE", "SIGN", "POLICY", "TESTING", "MODE", "SUBDOMAINS");
      for (var domain : domains) {
        row(table, domain);
      }
      table.print(out());
    }
  }

  @Command(name = "show", mixinStandardHelpOptions = true, description = "One domain.")
  static final class ShowCommand extends RegistryCommand {
    @Parameters(paramLabel = "DOMAIN")
    private String domain = "";

    @Override
    void run(ServiceClient registry) {
      printDomain(this, registry.get("/domains/" + segment(domain)).tree());
    }
  }

  @Command(
      name = "set",
      mixinStandardHelpOptions = true,
      description = "Makes a domain, or changes what is said; the rest stays as it is.")
  static final class SetCommand extends RegistryCommand {
    @Parameters(paramLabel = "DOMAIN")
    private String domain = "";

    @Option(names = "--local", negatable = true, description = "we receive mail for it")
    private @Nullable Boolean local;

    @Option(names = "--sign", negatable = true, description = "we sign for it")
    private @Nullable Boolean sign;

    @Option(
        names = "--policy",
        paramLabel = "all|some|none",
        description = "what its mail promises; all: an unsigned message is forged")
    private @Nullable Policy policy;

    @Option(names = "--testing", negatable = true, description = "report its policy only")
    private @Nullable Boolean testing;

    @Option(
        names = "--mode",
        paramLabel = "enforce|monitor|default",
        description = "how mail for it is judged")
    private @Nullable Mode mode;

    @Option(
        names = "--subdomains",
        negatable = true,
        description = "signing and policy hold for names below it too (the default)")
    private @Nullable Boolean subdomains;

    @Option(
        names = "--key-rotation",
        paramLabel = "off|DAYSd|default",
        description = "how often its signing keys take turns by themselves, such as 90d")
    private @Nullable String keyRotation;

    @Mixin private DryRun dryRun = new DryRun();

    @Override
    void run(ServiceClient registry) {
      var path = "/domains/" + segment(domain);
      var present = registry.find(path);
      var changed =
          present
              .map(answer -> (ObjectNode) answer.tree().deepCopy())
              .orElseGet(ServiceClient.JSON::createObjectNode);
      changed.remove("domain");
      change(changed);
      var answer =
          registry.send(
              new Request(
                  "PUT",
                  path + dryRun.query(),
                  Optional.of(changed),
                  present.flatMap(ServiceClient.Answer::entityTag)));
      if (dryRun.isWanted()) {
        dryRun.report(this, answer.tree());
      } else {
        printDomain(this, answer.tree());
      }
    }

    private void change(ObjectNode entry) {
      if (local != null) {
        entry.put("local", local);
      }
      if (sign != null) {
        entry.put("signed", sign);
      }
      if (policy != null) {
        entry.put("signingPolicy", policy.name().toLowerCase(Locale.ROOT));
      }
      if (testing != null) {
        entry.put("testing", testing);
      }
      if (subdomains != null) {
        entry.put("subdomains", subdomains ? COVERED : "not-covered");
      }
      if ("default".equals(keyRotation)) {
        entry.remove("keyRotation");
      } else if (keyRotation != null) {
        entry.put("keyRotation", keyRotation);
      }
      if (mode == Mode.DEFAULT) {
        entry.remove("mode");
      } else if (mode != null) {
        entry.put("mode", mode.name().toLowerCase(Locale.ROOT));
      }
    }
  }

  @Command(
      name = "remove",
      mixinStandardHelpOptions = true,
      description = "Takes a domain out; refused while a key of it signs.")
  static final class RemoveCommand extends RegistryCommand {
    @Parameters(paramLabel = "DOMAIN")
    private String domain = "";

    @Mixin private DryRun dryRun = new DryRun();

    @Override
    void run(ServiceClient registry) {
      var answer =
          registry.send(Request.of("DELETE", "/domains/" + segment(domain) + dryRun.query()));
      if (dryRun.isWanted()) {
        dryRun.report(this, answer.tree());
      } else {
        report(answer.tree(), "removed " + domain);
      }
    }
  }

  private static void printDomain(RegistryCommand command, JsonNode domain) {
    if (command.options().wantsJson()) {
      command.printJson(domain);
      return;
    }
    var table = new Table("DOMAIN", "RECEIVE", "SIGN", "POLICY", "TESTING", "MODE", "SUBDOMAINS");
    row(table, domain);
    table.print(command.out());
  }

  private static void row(Table table, JsonNode domain) {
    table.row(
        domain.path("domain").asText(),
        yes(domain.path("local")),
        yes(domain.path("signed")),
        domain.path("signingPolicy").asText(),
        yes(domain.path("testing")),
        domain.path("mode").asText("default"),
        domain.path("subdomains").asText(COVERED));
  }

  private static String yes(JsonNode flag) {
    return flag.asBoolean() ? "yes" : "no";
  }
}
