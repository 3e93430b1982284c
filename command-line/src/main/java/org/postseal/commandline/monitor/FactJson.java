package org.postseal.commandline.monitor;

import java.util.List;
import org.postseal.commandline.service.ServiceClient;

/** What happened to one message, for programs. */
final class FactJson {
  private FactJson() {}

  /** One line. */
  static String of(String transaction, List<MailFact> facts) {
    var story = ServiceClient.JSON.createObjectNode().put("transaction", transaction);
    var list = story.putArray("facts");
    for (var fact : facts) {
      var one = list.addObject();
      one.put("time", fact.time().toString()).put("outcome", fact.outcome().word());
      fact.rule().ifPresent(rule -> one.put("rule", rule));
      fact.reversePath().ifPresent(path -> one.put("reversePath", path));
      fact.recipients().forEach(one.putArray("recipients")::add);
      fact.client().ifPresent(client -> one.put("client", client));
      fact.nextHop().ifPresent(hop -> one.put("nextHop", hop));
      fact.reply().ifPresent(reply -> one.put("reply", reply));
    }
    return story.toString();
  }
}
