package org.postseal.commandline.queue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.postseal.commandline.service.ServiceClient;
import org.postseal.commandline.service.Table;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists the messages of one of the relay's shelves. */
abstract class ListShelf extends RelayCommand {
  private static final int LONGEST_REASON = 60;

  private final String shelf;

  @Mixin private Criteria criteria = new Criteria();

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "messages at most (default: ${DEFAULT-VALUE})")
  private int limit = 100;

  ListShelf(String shelf) {
    this.shelf = shelf;
  }

  @Override
  final int run(ServiceClient relay) {
    var answer =
        relay.get("/" + shelf + criteria.query(List.of(Criteria.term("limit", limit + "")))).tree();
    if (options().wantsJson()) {
      printJson(answer);
      return 0;
    }
    var table = new Table("ID", "SINCE", "TRIES", "NEXT", "SENDER", "RECIPIENTS", "REASON");
    for (var message : answer.path("messages")) {
      var reason = message.path("reason").asText();
      table.row(
          message.path("id").asText(),
          seconds(message.path("since").asText()),
          message.path("attempts").asText(),
          seconds(message.path("nextAttemptAt").asText("-")),
          "<" + message.path("sender").asText() + ">",
          words(message.path("recipients")),
          reason.substring(0, Math.min(LONGEST_REASON, reason.length())));
    }
    table.print(out());
    out().printf("%d of %s%n", answer.path("messages").size(), answer.path("total").asText());
    return 0;
  }

  static String seconds(String instant) {
    return instant.replaceFirst("\\.[0-9]+Z", "Z");
  }

  private static String words(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false)
        .map(JsonNode::asText)
        .collect(Collectors.joining(","));
  }
}
