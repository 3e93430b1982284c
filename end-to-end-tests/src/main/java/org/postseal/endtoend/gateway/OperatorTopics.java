package org.postseal.endtoend.gateway;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.postseal.commandline.topics.TopicsCommand;
import picocli.CommandLine;

/** Topics as an operator makes them, with {@code postseal topics create}. */
public final class OperatorTopics {
  private OperatorTopics() {}

  /**
   * Makes what is lacking.
   *
   * @param clientSettings of who may do that; contains a secret
   * @param file where the command reads them
   */
  public static void create(Map<String, String> clientSettings, Path file, String... options) {
    var properties = new Properties();
    properties.putAll(clientSettings);
    try (var writer = Files.newBufferedWriter(file)) {
      properties.store(writer, null);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
    var command = new ArrayList<>(List.of("create", "--command-config", file.toString()));
    command.addAll(List.of(options));
    var printed = new StringWriter();
    int status =
        new CommandLine(new TopicsCommand())
            .setOut(new PrintWriter(printed, true))
            .setErr(new PrintWriter(printed, true))
            .execute(command.toArray(String[]::new));
    if (status != 0) {
      throw new IllegalStateException("postseal topics create says: " + printed);
    }
  }
}
