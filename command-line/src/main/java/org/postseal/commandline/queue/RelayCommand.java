package org.postseal.commandline.queue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.postseal.commandline.service.ServiceClient;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What the sub-commands have in common: a relay to ask, and a way to print its answers. */
abstract class RelayCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;
  @Mixin private RelayOptions options = new RelayOptions();

  /** Does the work with a client that is open while it does; the status of the command. */
  abstract int run(ServiceClient relay);

  @Override
  public final Integer call() {
    try (var relay = options.client()) {
      return run(relay);
    } finally {
      out().flush();
    }
  }

  final PrintWriter out() {
    if (spec == null) {
      throw new IllegalStateException("picocli sets it");
    }
    return spec.commandLine().getOut();
  }

  final RelayOptions options() {
    return options;
  }

  final void printJson(JsonNode answer) {
    try {
      out().println(ServiceClient.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(answer));
    } catch (JsonProcessingException e) {
      throw new ServiceClient.RefusedException("the relay's answer cannot be printed");
    }
  }
}
