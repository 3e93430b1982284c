package org.postseal.relay.dsn;

import org.postseal.topics.DueReport;

/** The first part of a report: what happened, for people. */
final class Explanation {
  private static final int LONGEST_LINE = 76;
  private static final int LONGEST_TEXT = 900;
  private static final int LONGEST_NAME = 255;
  private static final String CRLF = "\r\n";

  private final StringBuilder text = new StringBuilder();

  private Explanation() {}

  static String subject(DueReport report) {
    return switch (report.kind()) {
      case FAILURE -> "Your message could not be delivered";
      case DELAY -> "Your message is delayed";
      case SUCCESS -> "Your message has been delivered";
    };
  }

  static String of(ReportedMessage message, DueReport report, String reportingHost) {
    var said = new Explanation();
    said.paragraph(
        "This is the mail system at " + reportingHost + ". " + said.whatHappened(message, report));
    for (var told : report.recipients()) {
      said.recipient(message, told);
    }
    said.paragraph(said.whatNext(report));
    said.paragraph(
        "What follows is the same for programs, and "
            + "the beginning of your message or all of it. "
            + "The number of your message here is "
            + message.transactionId()
            + ".");
    return said.text.toString();
  }

  private String whatHappened(ReportedMessage message, DueReport report) {
    var which = "The message you sent on " + StatusFields.date(message.envelope().receivedAt());
    var whom = report.recipients().size() == 1 ? "this recipient:" : "these recipients:";
    return which
        + switch (report.kind()) {
          case FAILURE -> " could not be delivered to " + whom;
          case DELAY -> " has not yet been delivered to " + whom;
          case SUCCESS -> ", of whose delivery you asked to hear, has reached " + whom;
        };
  }

  private void recipient(ReportedMessage message, DueReport.Told told) {
    text.append("  <").append(HarmlessText.of(told.recipient(), LONGEST_TEXT)).append('>');
    StatusFields.originalRecipient(message.envelope(), told.recipient())
        .filter(original -> !original.address().equalsIgnoreCase(told.recipient()))
        .ifPresent(
            original -> text.append(" (you wrote to ").append(original.address()).append(')'));
    text.append(CRLF);
    wrapped("    ", happened(told));
    text.append(CRLF);
  }

  private static String happened(DueReport.Told told) {
    var said = HarmlessText.of(told.reply(), LONGEST_TEXT);
    var host = told.host().map(name -> HarmlessText.of(name, LONGEST_NAME));
    var who = host.map(name -> name + " said: ").orElse("");
    return switch (told.action()) {
      case FAILED, DELAYED -> who + said;
      case DELIVERED -> "Delivered to the mailbox.";
      case RELAYED ->
          "Handed on to " + host.orElse("the next server") + ", which does not report deliveries.";
    };
  }

  private String whatNext(DueReport report) {
    return switch (report.kind()) {
      case FAILURE -> "It is not tried again.";
      case DELAY ->
          "You need not send it again: it is still being tried"
              + report.retryUntil().map(until -> " until " + StatusFields.date(until)).orElse("")
              + ".";
      case SUCCESS -> "Whether anybody has read it is not known here.";
    };
  }

  private void paragraph(String sentences) {
    wrapped("", sentences);
    text.append(CRLF);
  }

  private void wrapped(String indent, String sentences) {
    var line = new StringBuilder(indent);
    for (var word : sentences.strip().split(" +", -1)) {
      if (line.length() > indent.length() && line.length() + 1 + word.length() > LONGEST_LINE) {
        text.append(line).append(CRLF);
        line.setLength(0);
        line.append(indent);
      }
      line.append(line.length() > indent.length() ? " " : "").append(word);
    }
    text.append(line).append(CRLF);
  }
}
