package org.postseal.console.page;

import java.util.List;
import org.postseal.console.search.TimeLine;

/** A step of a time line on a page; what is not known is empty. */
public record Step(
    String at,
    String what,
    String recipient,
    String reply,
    List<String> details,
    List<String> checks) {

  static Step of(TimeLine.Step step) {
    return new Step(
        Row.time(step.at()),
        step.what(),
        step.recipient().orElse(""),
        step.reply().orElse(""),
        step.details(),
        step.checks());
  }
}
