package org.postseal.commandline.queue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postseal.commandline.service.ServiceClient;
import org.postseal.commandline.service.ServiceClient.Request;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Does something with messages: those named, or all that meet the criteria. */
abstract class ActOnShelf extends RelayCommand {
  private final String shelf;
  private final String action;

  @Parameters(paramLabel = "ID", arity = "0..*", description = "messages; none: by criteria")
  private List<String> ids = new ArrayList<>();

  @Mixin private Criteria criteria = new Criteria();

  @Option(names = "--all", description = "without any criterion: really all of them")
  private boolean all;

  @Option(names = "--dry-run", description = "only say what would be done")
  private boolean dryRun;

  @Option(names = "--note", paramLabel = "TEXT", description = "why, for the audit")
  private String note = "";

  ActOnShelf(String shelf, String action) {
    this.shelf = shelf;
    this.action = action;
  }

  @Override
  final int run(ServiceClient relay) {
    var answers = new ArrayList<JsonNode>();
    if (ids.isEmpty()) {
      answers.add(act(relay, criteria.query(List.of())));
    }
    for (var id : ids) {
      answers.add(act(relay, criteria.query(List.of(Criteria.term("id", id)))));
    }
    int done = 0;
    int failed = 0;
    var messages = ServiceClient.JSON.createArrayNode();
    for (var answer : answers) {
      done += answer.path("done").asInt();
      failed += answer.path("failed").asInt();
      messages.addAll((ArrayNode) answer.path("messages"));
    }
    if (options().wantsJson()) {
      var whole = ServiceClient.JSON.createObjectNode();
      whole.put("action", action).put("dryRun", dryRun).put("done", done).put("failed", failed);
      whole.set("messages", messages);
      printJson(whole);
    } else {
      for (var message : messages) {
        out()
            .println(
                message.path("id").asText()
                    + said(" goes on as ", message.path("becomes"))
                    + said(" not: ", message.path("failure")));
      }
      out().printf("%s%s: %d, not: %d%n", action, dryRun ? " (dry run)" : "", done, failed);
    }
    return failed > 0 || (!ids.isEmpty() && done < ids.size()) ? 1 : 0;
  }

  /** What else a request of this kind says. */
  void complete(ObjectNode body) {}

  private static String said(String before, JsonNode what) {
    return what.isMissingNode() ? "" : before + what.asText();
  }

  private JsonNode act(ServiceClient relay, String query) {
    var body =
        ServiceClient.JSON
            .createObjectNode()
            .put("action", action)
            .put("note", note)
            .put("dryRun", dryRun)
            .put("everything", all);
    complete(body);
    return relay
        .send(
            new Request(
                "POST", "/" + shelf + "/actions" + query, Optional.of(body), Optional.empty()))
        .tree();
  }
}
