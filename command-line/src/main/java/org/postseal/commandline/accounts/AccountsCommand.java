package org.postseal.commandline.accounts;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.postseal.accounts.source.AccountsFile;
import org.postseal.commandline.service.CommandGroup;
import org.postseal.commandline.service.ServiceClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code postseal accounts}. */
@Command(
    name = "accounts",
    mixinStandardHelpOptions = true,
    description = "Who may submit mail, and as whom.",
    subcommands = {
      AccountsCommand.ListCommand.class,
      AccountsCommand.SetCommand.class,
      AccountsCommand.RemoveCommand.class
    })
public final class AccountsCommand extends CommandGroup {

  /** {@code postseal accounts list}. */
  @Command(name = "list", mixinStandardHelpOptions = true, description = "All accounts.")
  static final class ListCommand implements Callable<Integer> {
    @Mixin private AccountsOptions options = new AccountsOptions();
    @Spec private @Nullable CommandSpec spec;

    @Option(names = "--json", description = "print them as JSON")
    private boolean json;

    @Override
    public Integer call() throws IOException {
      var accounts = options.read();
      if (json) {
        out(spec).println(asJson(accounts));
        return 0;
      }
      accounts.names().forEach(name -> out(spec).println(name + "  " + accounts.identities(name)));
      return 0;
    }
  }

  private static String asJson(AccountLines accounts) {
    var list = ServiceClient.JSON.createArrayNode();
    for (var name : accounts.names()) {
      var identities = list.addObject().put("name", name).putArray("identities");
      for (var identity : accounts.identities(name).split(",", -1)) {
        identities.add(identity);
      }
    }
    return list.toPrettyString();
  }

  /** {@code postseal accounts set}. */
  @Command(
      name = "set",
      mixinStandardHelpOptions = true,
      description = {
        "Makes an account, or gives it another password and other identities.",
        "The password is asked for, or is the first line of the standard input."
      })
  static final class SetCommand implements Callable<Integer> {
    @Mixin private AccountsOptions options = new AccountsOptions();
    @Spec private @Nullable CommandSpec spec;

    @Option(names = "--generate", description = "make up a password and print it, once")
    private boolean generate;

    @Parameters(index = "0", paramLabel = "NAME", description = "what it logs in with")
    private String name = "";

    @Parameters(
        index = "1..*",
        arity = "1..*",
        paramLabel = "IDENTITY",
        description = "what it may write as: mailboxes, alice+*@domain, @domain or @*.domain")
    private List<String> identities = List.of();

    @Override
    public Integer call() throws IOException {
      var password = generate ? AskedPassword.generated() : AskedPassword.asked();
      try {
        var line = AccountsFile.line(name, password, identities);
        options.write(options.read().with(name, line));
      } catch (IllegalArgumentException e) {
        throw new ParameterException(spec(spec).commandLine(), e.getMessage(), e);
      }
      if (generate) {
        out(spec).println(password);
      }
      options
          .unused()
          .ifPresent(line -> spec(spec).commandLine().getErr().println("postseal: " + line));
      return 0;
    }
  }

  /** {@code postseal accounts remove}. */
  @Command(name = "remove", mixinStandardHelpOptions = true, description = "Takes an account out.")
  static final class RemoveCommand implements Callable<Integer> {
    @Mixin private AccountsOptions options = new AccountsOptions();
    @Spec private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "NAME", description = "what it logs in with")
    private String name = "";

    @Override
    public Integer call() throws IOException {
      var accounts = options.read();
      if (!accounts.names().contains(name)) {
        throw new ParameterException(spec(spec).commandLine(), "no account " + name);
      }
      options.write(accounts.without(name));
      return 0;
    }
  }

  private static PrintWriter out(@Nullable CommandSpec spec) {
    return spec(spec).commandLine().getOut();
  }

  private static CommandSpec spec(@Nullable CommandSpec spec) {
    if (spec == null) {
      throw new IllegalStateException("picocli sets it");
    }
    return spec;
  }
}
