package org.postseal.commandline.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.postseal.commandline.service.ServiceClient;
import org.postseal.commandline.service.ServiceClient.RefusedException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What the sub-commands have in common: a registry to ask, and a way to print its answers. */
abstract class RegistryCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;
  @Mixin private RegistryOptions options = new RegistryOptions();

  /** Does the work with a client that is open while it does. */
  abstract void run(ServiceClient registry);

  @Override
  public final Integer call() {
    try (var registry = options.client()) {
      run(registry);
    }
    out().flush();
    return 0;
  }

  final PrintWriter out() {
    if (spec == null) {
      throw new IllegalStateException("picocli sets it");
    }
    return spec.commandLine().getOut();
  }

  final RegistryOptions options() {
    return options;
  }

  /** The answer for programs, or a line for people. */
  final void report(JsonNode answer, String line) {
    if (options.wantsJson()) {
      printJson(answer);
    } else {
      out().println(line);
    }
  }

  final void printJson(JsonNode answer) {
    if (!answer.isMissingNode()) {
      try {
        out()
            .println(
                ServiceClient.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(answer));
      } catch (JsonProcessingException e) {
        throw new RefusedException("the registry's answer cannot be printed");
      }
    }
  }

  /** An argument as a segment of a path. */
  static String segment(String argument) {
    return URLEncoder.encode(argument, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
