package org.postseal.commandline.queue;

import com.fasterxml.jackson.databind.JsonNode;
import org.postseal.commandline.monitor.ReachedHost;
import org.postseal.commandline.service.ServiceClient;
import picocli.CommandLine.Parameters;

/** Shows one message: what is known of it, its header section, its history. */
abstract class ShowMessage extends RelayCommand {
  private final String shelf;

  @Parameters(paramLabel = "ID")
  private String id = "";

  ShowMessage(String shelf) {
    this.shelf = shelf;
  }

  @Override
  final int run(ServiceClient relay) {
    var answer = relay.get("/" + shelf + "/" + id).tree();
    if (options().wantsJson()) {
      printJson(answer);
      return 0;
    }
    answer
        .path("message")
        .properties()
        .forEach(field -> out().printf("%-14s %s%n", field.getKey(), text(field.getValue())));
    out().println();
    out().print(answer.path("header").asText().replace("\r\n", System.lineSeparator()));
    out().println();
    for (var event : answer.path("history")) {
      var data = event.path("data");
      out()
          .printf(
              "%s %s %s %s%s: %s%n",
              event.path("time").asText().replaceFirst("\\.[0-9]+Z", "Z"),
              event.path("type").asText().replaceFirst(".*\\.", ""),
              data.path("recipient").asText(),
              data.path("nextHop").asText(),
              ReachedHost.of(data.path("via")).map(host -> " at " + host).orElse(""),
              data.path("reply").asText());
    }
    return 0;
  }

  private static String text(JsonNode value) {
    return value.isTextual() ? value.asText() : value.toString();
  }
}
