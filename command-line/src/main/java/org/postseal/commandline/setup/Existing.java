package org.postseal.commandline.setup;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.postseal.commandline.service.ServiceClient;
import picocli.CommandLine.Model.CommandSpec;

/** What is there already, as the other commands say it. */
record Existing(CommandSpec spec) {

  /** Whether a list of keys has one that is not revoked. */
  boolean keys(List<String> listAsJson) {
    try {
      for (var key : ServiceClient.JSON.readTree(said(listAsJson))) {
        if (!key.path("state").asText().equals("revoked")) {
          return true;
        }
      }
      return false;
    } catch (JsonProcessingException _) {
      return false;
    }
  }

  /** Whether a list of accounts has this name. */
  boolean account(List<String> list, String name) {
    return said(list).lines().anyMatch(line -> line.startsWith(name + "  "));
  }

  private String said(List<String> words) {
    var line = spec.root().commandLine();
    var before = line.getOut();
    var said = new StringWriter();
    line.setOut(new PrintWriter(said, true));
    try {
      line.execute(words.toArray(String[]::new));
    } finally {
      line.setOut(before);
    }
    return said.toString();
  }
}
