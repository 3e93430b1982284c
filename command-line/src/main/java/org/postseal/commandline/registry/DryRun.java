package org.postseal.commandline.registry;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Option;

/**
 * The option of commands that change something: only to say what would change. The registry decides
 * it as it would decide the change, so that what it would refuse is refused here too.
 */
final class DryRun {

  @Option(names = "--dry-run", description = "say what would change, and change nothing")
  private boolean wanted;

  boolean isWanted() {
    return wanted;
  }

  /** For the end of a path without other parameters. */
  String query() {
    return after("");
  }

  /** With parameters before it, which begin with a question mark, or none. */
  String after(String query) {
    if (!wanted) {
      return query;
    }
    return query + (query.isEmpty() ? "?" : "&") + "dry-run=true";
  }

  /** The answer to a dry run. */
  void report(RegistryCommand command, JsonNode answer) {
    command.report(answer, "nothing changed; it would be: " + answer.path("action").asText());
  }
}
