package org.postseal.console.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * What the public DNS says of one key's record.
 *
 * @param says of each server that was asked
 */
public record SeenKey(
    String selector, String recordName, String publicDns, String asked, List<String> says) {

  static List<SeenKey> all(JsonNode keys) {
    var seen = new ArrayList<SeenKey>();
    for (var key : keys) {
      var says = new ArrayList<String>();
      for (var server : key.path("servers")) {
        says.add(
            MailRow.text(server, "kind")
                + " "
                + MailRow.text(server, "server")
                + ": "
                + MailRow.text(server, "says"));
      }
      seen.add(
          new SeenKey(
              MailRow.text(key, "selector"),
              MailRow.text(key, "recordName"),
              MailRow.text(key, "publicDns"),
              MailRow.time(key, "asked"),
              says));
    }
    return seen;
  }
}
