package org.postseal.endtoend.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.postseal.accounts.source.AccountsFile;

/**
 * What a standalone gateway is started with.
 *
 * @param directory holds its data, its settings, its log and its users' Maildirs; created if absent
 * @param hostName its name in the DNS, greetings and trace fields
 * @param settings beyond those that {@link Gateway} chooses; they win over its choice
 * @param javaOptions of its JVM
 * @param repository the source tree it was built in, this one or that of another version
 */
public record GatewayPlan(
    Path directory,
    String hostName,
    Map<String, String> settings,
    List<String> javaOptions,
    Path repository) {

  public GatewayPlan {
    directory = directory.toAbsolutePath();
    settings = Map.copyOf(settings);
    javaOptions = List.copyOf(javaOptions);
  }

  /** A gateway that starts fast and keeps acknowledged mail in the page cache only. */
  public static GatewayPlan of(Path directory, String hostName) {
    return new GatewayPlan(
        directory,
        hostName,
        Map.of("postseal.standalone.durability", "page-cache"),
        ServicePlan.QUICK_START,
        Application.repository());
  }

  /** The same with one more setting, or another value of it. */
  public GatewayPlan with(String key, String value) {
    var more = new HashMap<>(settings);
    more.put(key, value);
    return new GatewayPlan(directory, hostName, more, javaOptions, repository);
  }

  /** The same, with one more account that may write as one mailbox. */
  public GatewayPlan withAccount(String name, String password, String mailbox) {
    var line = AccountsFile.line(name, password, List.of(mailbox)) + "\n";
    try {
      Files.writeString(
          Directories.owners(data()).resolve("accounts"),
          line,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot add an account", e);
    }
    return this;
  }

  /** Where Kafka's log, the secrets and the accounts lie. */
  Path data() {
    return directory.resolve("data");
  }

  /** The same with other options of its JVM. */
  public GatewayPlan withJava(String... options) {
    return new GatewayPlan(directory, hostName, settings, List.of(options), repository);
  }

  /** The same of another version. */
  public GatewayPlan builtIn(Path anotherRepository) {
    return new GatewayPlan(directory, hostName, settings, javaOptions, anotherRepository);
  }
}
