package org.postseal.commandline.registry;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postseal.commandline.service.CommandGroup;
import org.postseal.commandline.service.ServiceClient;
import org.postseal.commandline.service.ServiceClient.RefusedException;
import org.postseal.commandline.service.ServiceClient.Request;
import org.postseal.commandline.service.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code postseal keys}: our signing keys and their life. */
@Command(
    name = "keys",
    mixinStandardHelpOptions = true,
    description = "Signing keys: announced, published, active, retired, revoked.",
    subcommands = {
      KeysCommand.ListCommand.class,
      KeysCommand.CreateCommand.class,
      KeysCommand.ZoneTextCommand.class,
      PublishCommand.class,
      KeyStatusCommand.class,
      KeysCommand.ActivateCommand.class,
      KeysCommand.RetireCommand.class,
      KeysCommand.RevokeCommand.class,
      KeysCommand.RewrapCommand.class,
    })
public final class KeysCommand extends CommandGroup {

  private static final String FORCE =
      "although the DNS does not have its record: mail signed with it fails at strangers until it"
          + " has";

  @Command(name = "list", mixinStandardHelpOptions = true, description = "All keys.")
  static final class ListCommand extends RegistryCommand {
    @Option(names = "--domain", paramLabel = "DOMAIN", description = "of this domain only")
    private @Nullable String domain;

    @Override
    void run(ServiceClient registry) {
      var keys = registry.get(domain == null ? "/keys" : "/keys?domain=" + segment(domain)).tree();
      printKeys(this, keys);
    }
  }

  @Command(
      name = "create",
      mixinStandardHelpOptions = true,
      description = "Makes a key pair. It signs once it is activated.")
  static final class CreateCommand extends RegistryCommand {
    @Parameters(paramLabel = "DOMAIN")
    private String domain = "";

    @Option(
        names = "--algorithm",
        paramLabel = "A",
        defaultValue = "rsa-2048",
        description = "rsa-2048 or ed25519 (default: ${DEFAULT-VALUE})")
    private String algorithm = "";

    @Option(
        names = "--selector",
        paramLabel = "S",
        description = "never used before (default: the registry picks one)")
    private @Nullable String selector;

    @Option(
        names = "--activate",
        description = "sign with it at once, before the DNS can have it; needs --force")
    private boolean activate;

    @Option(names = "--force", description = FORCE)
    private boolean force;

    @Mixin private DryRun dryRun = new DryRun();

    @Override
    void run(ServiceClient registry) {
      var body = ServiceClient.JSON.createObjectNode();
      body.put("domain", domain).put("algorithm", algorithm);
      if (selector != null) {
        body.put("selector", selector);
      }
      if (activate) {
        body.put("activate", "now").put("force", force);
      }
      var key =
          registry
              .send(
                  new Request(
                      "POST", "/keys" + dryRun.query(), Optional.of(body), Optional.empty()))
              .tree();
      if (dryRun.isWanted()) {
        dryRun.report(this, key);
        return;
      }
      if (options().wantsJson()) {
        printJson(key);
        return;
      }
      printKeys(this, ServiceClient.JSON.createArrayNode().add(key));
      out().println();
      out().print(registry.get("/keys/" + segment(key.path("keyId").asText()) + "/dns").text());
    }
  }

  @Command(
      name = "dns",
      mixinStandardHelpOptions = true,
      description = "Key records, as text for a zone file.")
  static final class ZoneTextCommand extends RegistryCommand {
    @Parameters(
        paramLabel = "KEY|DOMAIN",
        description = "a key's id, the beginning of it or its record's name; or a domain")
    private String which = "";

    @Override
    void run(ServiceClient registry) {
      var key = find(registry, which);
      var path =
          key.isPresent()
              ? "/keys/" + segment(key.get().path("keyId").asText())
              : "/domains/" + segment(which);
      out().print(registry.get(path + "/dns").text());
    }
  }

  @Command(
      name = "activate",
      mixinStandardHelpOptions = true,
      description = "Signs with a key whose record the public DNS has; the one before it retires.")
  static final class ActivateCommand extends MoveCommand {
    @Option(names = "--force", description = FORCE)
    private boolean force;

    ActivateCommand() {
      super("activate");
    }

    @Override
    String query() {
      return force ? "?force=true" : "";
    }
  }

  @Command(
      name = "retire",
      mixinStandardHelpOptions = true,
      description = "Signs with a key no more; its record stays.")
  static final class RetireCommand extends MoveCommand {
    RetireCommand() {
      super("retire");
    }
  }

  @Command(
      name = "revoke",
      mixinStandardHelpOptions = true,
      description = "Declares a key void: its record gets an empty p=.")
  static final class RevokeCommand extends MoveCommand {
    @Option(
        names = "--force",
        description =
            "at once, although it signs or has signed in the last 14 days: that mail fails from"
                + " now on")
    private boolean force;

    RevokeCommand() {
      super("revoke");
    }

    @Override
    String query() {
      return force ? "?force=true" : "";
    }
  }

  @Command(
      name = "rewrap",
      mixinStandardHelpOptions = true,
      description =
          "Seals all private keys anew with the current key-encryption key, and says which old ones"
              + " may go.")
  static final class RewrapCommand extends RegistryCommand {
    @Option(names = "--dry-run", description = "only say what is sealed with what")
    private boolean dryRun;

    @Override
    void run(ServiceClient registry) {
      var path = "/key-encryption";
      var answer =
          dryRun
              ? registry.get(path).tree()
              : registry.send(Request.of("POST", path + "/rewrap")).tree();
      if (options().wantsJson()) {
        printJson(answer);
        return;
      }
      out().println("current:  " + answer.path("current").asText());
      answer
          .path("inUse")
          .properties()
          .forEach(used -> out().println("in use:   " + used.getKey() + ", " + used.getValue()));
      answer.path("unopenable").forEach(key -> out().println("cannot:   " + key.asText()));
      answer.path("mayGo").forEach(old -> out().println("may go:   " + old.asText()));
    }
  }

  /** One step in a key's life. */
  abstract static class MoveCommand extends RegistryCommand {
    private final String step;

    @Parameters(
        paramLabel = "KEY",
        description = "its id, the beginning of it, or its record's name")
    private String which = "";

    @Mixin private DryRun dryRun = new DryRun();

    MoveCommand(String step) {
      this.step = step;
    }

    /** How it is to be done, if that is said. */
    String query() {
      return "";
    }

    @Override
    void run(ServiceClient registry) {
      var key =
          find(registry, which).orElseThrow(() -> new RefusedException("no such key: " + which));
      var path = "/keys/" + segment(key.path("keyId").asText());
      var answer =
          registry.send(Request.of("POST", path + "/" + step + dryRun.after(query()))).tree();
      if (dryRun.isWanted()) {
        dryRun.report(this, answer);
      } else if (options().wantsJson()) {
        printJson(answer);
      } else {
        printKeys(this, ServiceClient.JSON.createArrayNode().add(answer));
      }
    }
  }

  /** The key that a person means, if exactly one fits. */
  static Optional<JsonNode> find(ServiceClient registry, String which) {
    var fitting = new ArrayList<JsonNode>();
    for (var key : registry.get("/keys").tree()) {
      var id = key.path("keyId").asText();
      if (id.equals(which) || key.path("recordName").asText().equals(which)) {
        return Optional.of(key);
      }
      if (id.startsWith(which)) {
        fitting.add(key);
      }
    }
    if (fitting.size() > 1) {
      throw new RefusedException(which + " fits " + fitting.size() + " keys");
    }
    return fitting.stream().findFirst();
  }

  private static void printKeys(RegistryCommand command, JsonNode keys) {
    if (command.options().wantsJson()) {
      command.printJson(keys);
      return;
    }
    var table = new Table("KEY", "DOMAIN", "SELECTOR", "ALGORITHM", "STATE", "SINCE");
    for (var key : keys) {
      var state = key.path("state").asText();
      table.row(
          key.path("keyId").asText(),
          key.path("domain").asText(),
          key.path("selector").asText(),
          key.path("algorithm").asText(),
          state,
          since(key, state));
    }
    table.print(command.out());
  }

  private static String since(JsonNode key, String state) {
    return seconds(key.path(state.equals("active") ? "activated" : state).asText());
  }

  /** A time without fractions of a second. */
  static String seconds(String time) {
    return time.replaceFirst("\\..*", "Z");
  }
}
