package org.postseal.commandline.setup;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.postseal.authentication.dns.DomainName;
import org.postseal.commandline.gateway.DataOption;
import org.postseal.commandline.gateway.SettingsFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code postseal setup}: the settings, then a domain, its key and an account. */
@Command(
    name = "setup",
    mixinStandardHelpOptions = true,
    description = {
      "The first domain of a gateway: writes the settings, makes domain, key and account, and prints"
          + " what to publish in the DNS.",
      "Asks for what no option says, where there is a terminal. Running it again changes nothing that"
          + " is there."
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:done",
      "1:the gateway refuses, or does not run yet: start it and run this again",
      "2:an argument that cannot be used, or one is missing and nobody can be asked"
    })
public final class SetupCommand implements Callable<Integer> {
  private static final String HOST_NAME = "postseal.standalone.host-name";

  @Spec private @Nullable CommandSpec spec;
  @Mixin private final DataOption gateway = new DataOption();

  @Option(
      names = "--host-name",
      paramLabel = "NAME",
      description = "this machine's name in the DNS, such as mx.example.org")
  private @Nullable String hostName;

  @Option(
      names = "--domain",
      paramLabel = "DOMAIN",
      description = "the domain to sign and receive for, such as example.org")
  private @Nullable String domain;

  @Option(
      names = "--route",
      paramLabel = "ROUTE",
      description = {
        "where mail for the domain goes: maildir:PATH, lmtp:HOST:PORT, smtp:HOST:PORT",
        "(default: a Maildir for each mailbox below the data directory)"
      })
  private @Nullable String route;

  @Option(
      names = "--account",
      paramLabel = "NAME",
      description = "the first account, which may write as NAME@DOMAIN")
  private @Nullable String account;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = {
        "the settings file (default: $POSTSEAL_CONFIG, ./postseal.properties or",
        "/etc/postseal/postseal.properties, whichever is there)"
      })
  private @Nullable Path config;

  @Option(names = "--no-dns-check", description = "do not ask the DNS what is there by now")
  private boolean withoutDnsCheck;

  private final Questions questions = new Questions();

  @Override
  public Integer call() throws IOException {
    var name = host(answer("--host-name", hostName, "this machine's name in the DNS", ""));
    var signed = host(answer("--domain", domain, "the domain of your users", afterFirstDot(name)));
    var user = answer("--account", account, "the first account", "postmaster");
    var data = gateway.directory().toAbsolutePath().normalize();
    var goesTo = route == null ? "maildir:" + data + "/mail/{domain}/{local-part}" : route;
    var file = config == null ? SettingsFile.find().orElse(Path.of("postseal.properties")) : config;
    boolean changed = writeSettings(file, name, signed, goesTo);
    if (gateway.running().isEmpty()) {
      err()
          .printf(
              "postseal: no gateway runs with %s: start it with \"%s up%s\" and run this again%n",
              data, launcher(), dataOption(data));
      return 1;
    }
    if (changed) {
      out().println("The gateway that runs knows these settings after its next start.");
    }
    int status = makeAll(signed, user);
    if (status == 0) {
      publish(name, signed);
      next(signed, user);
    }
    return status;
  }

  /** Whether anything was new. */
  private boolean writeSettings(Path file, String name, String signed, String goesTo)
      throws IOException {
    var before = SettingsLines.of(file);
    var after =
        before
            .with(
                "postseal.standalone.data",
                gateway.directory().toAbsolutePath().normalize().toString())
            .with(HOST_NAME, name)
            .with("postseal.relay.routes.\"" + signed + "\"", goesTo);
    if (after.equals(before)) {
      return false;
    }
    after.write(file);
    out().println("Settings are in " + file.toAbsolutePath().normalize());
    return true;
  }

  private int makeAll(String signed, String user) {
    int status = run("domains", "set", signed, "--local", "--sign");
    if (status == 0) {
      var keys = new ArrayList<>(List.of("keys", "list", "--domain", signed, "--json"));
      status = new Existing(spec()).keys(withData(keys)) ? 0 : run("keys", "create", signed);
    }
    if (status == 0 && !new Existing(spec()).account(withData(List.of("accounts", "list")), user)) {
      out().println();
      out().println("The account " + user + " has this password, which is shown once:");
      status = run("accounts", "set", "--generate", user, user + "@" + signed);
    }
    return status;
  }

  private void publish(String name, String signed) {
    out().println();
    out()
        .println(
            "Publish in the DNS, beside an address (A, AAAA) and a reverse name (PTR) of "
                + name
                + ":");
    out().println();
    DnsRecords.of(signed, name).forEach(out()::println);
    run("keys", "publish", signed);
    if (!withoutDnsCheck) {
      out().println();
      out().println("What the public DNS has by now:");
      run("dns", "check", signed, "--mx", name);
    }
  }

  private void next(String signed, String user) {
    var data = dataOption(gateway.directory().toAbsolutePath().normalize());
    out()
        .printf(
            """

            Next:
              %1$s dns check %2$s%3$s         until nothing is to change
              %1$s keys list%3$s              then: %1$s keys activate KEY
              %1$s send --user %4$s --from %4$s@%2$s --to %4$s@%2$s%3$s
              %1$s tail --since 1h%3$s
            """,
            launcher(), signed, data, user);
    out().flush();
  }

  /** Another command of this line, with the same gateway; its status. */
  private int run(String... words) {
    return spec().root().commandLine().execute(withData(List.of(words)).toArray(String[]::new));
  }

  private List<String> withData(List<String> words) {
    var all = new ArrayList<>(words);
    all.addAll(List.of("--data", gateway.directory().toString()));
    return all;
  }

  private String answer(String option, @Nullable String given, String question, String otherwise) {
    if (given != null) {
      return given;
    }
    return questions
        .ask(question, otherwise)
        .orElseThrow(() -> unusable(option + " is missing, and there is no terminal to ask on"));
  }

  private String host(String text) {
    return DomainName.parse(text)
        .filter(DomainName::isHostName)
        .map(DomainName::ascii)
        .orElseThrow(() -> unusable("not a domain name: " + text))
        .toLowerCase(Locale.ROOT);
  }

  private static String afterFirstDot(String name) {
    var parent = name.substring(name.indexOf('.') + 1);
    return parent.indexOf('.') > 0 ? parent : name;
  }

  private static String launcher() {
    return System.getProperty("launcher.name", "./postseal");
  }

  private static String dataOption(Path data) {
    return data.equals(Path.of("data").toAbsolutePath().normalize()) ? "" : " --data " + data;
  }

  private ParameterException unusable(String message) {
    return new ParameterException(spec().commandLine(), message);
  }

  private PrintWriter out() {
    return spec().commandLine().getOut();
  }

  private PrintWriter err() {
    return spec().commandLine().getErr();
  }

  private CommandSpec spec() {
    if (spec == null) {
      throw new IllegalStateException("picocli sets it");
    }
    return spec;
  }
}
