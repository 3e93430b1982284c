package org.postseal.commandline.monitor;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A fact as one line for people. */
final class FactLine {
  private static final int OUTCOME_WIDTH = 17;
  private static final int MAX_RECIPIENTS = 3;

  private final DateTimeFormatter times;
  private final DateTimeFormatter days;

  FactLine(ZoneId zone) {
    this.times = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT).withZone(zone);
    this.days = DateTimeFormatter.ofPattern("MM-dd HH:mm:ss", Locale.ROOT).withZone(zone);
  }

  String of(MailFact fact) {
    var parts = new ArrayList<String>();
    parts.add(times.format(fact.time()));
    parts.add(padded(fact.outcome().word(), OUTCOME_WIDTH));
    parts.add(fact.transactionId());
    fact.rule().ifPresent(parts::add);
    fact.reversePath().ifPresent(path -> parts.add("<" + path + ">"));
    parts.add("-> " + recipients(fact.recipients()));
    fact.authorDomain().ifPresent(domain -> parts.add("from " + domain));
    fact.client().ifPresent(address -> parts.add("by " + address));
    fact.nextHop().ifPresent(hop -> parts.add("to " + hop));
    fact.host().ifPresent(host -> parts.add("at " + host));
    if (!fact.checks().isEmpty()) {
      parts.add(String.join(" ", fact.checks()));
    }
    fact.nextAttemptAt().ifPresent(at -> parts.add("again " + days.format(at)));
    fact.reply().ifPresent(reply -> parts.add("| " + reply));
    return printable(String.join("  ", parts));
  }

  private static String recipients(List<String> recipients) {
    var shown =
        String.join(
            ",", recipients.stream().limit(MAX_RECIPIENTS).map(r -> "<" + r + ">").toList());
    int more = recipients.size() - MAX_RECIPIENTS;
    return more > 0 ? shown + " and " + more + " more" : shown;
  }

  static String padded(String text, int width) {
    return text.length() >= width ? text : text + " ".repeat(width - text.length());
  }

  /** The text with {@code ?} for all that could move a cursor or turn the direction of writing. */
  static String printable(String text) {
    var printable = new StringBuilder(text.length());
    text.codePoints()
        .map(
            point ->
                switch (Character.getType(point)) {
                  case Character.CONTROL,
                      Character.FORMAT,
                      Character.LINE_SEPARATOR,
                      Character.PARAGRAPH_SEPARATOR,
                      Character.PRIVATE_USE,
                      Character.SURROGATE,
                      Character.UNASSIGNED ->
                      '?';
                  default -> point;
                })
        .forEach(printable::appendCodePoint);
    return printable.toString();
  }
}
