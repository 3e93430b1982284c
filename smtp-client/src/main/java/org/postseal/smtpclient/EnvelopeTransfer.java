package org.postseal.smtpclient;

import java.util.ArrayList;
import java.util.List;
import org.postseal.smtp.reply.EhloCapabilities;
import org.postseal.smtp.reply.Reply;

/**
 * From MAIL to the reply to DATA: who of the recipients is accepted.
 *
 * <p>Where an RFC leaves it open: 503 is never about a recipient, nor is 530 about a sender; both
 * end the session. In a session that was used before, 452 and 554 may mean that it was used enough:
 * a new connection decides. A recipient too many (452, or 552 as old servers spell it, RFC 5321
 * §4.5.3.1.10) comes next in the same session, after the content for the others.
 */
final class EnvelopeTransfer {
  private static final int TOO_MANY = 452;
  private static final int TOO_MANY_OF_OLD = 552;
  private static final int NO_SERVICE = 554;
  private static final int OUT_OF_SEQUENCE = 503;
  private static final int MUST_AUTHENTICATE = 530;
  private static final int PROTOCOL = 5;
  private static final int TOO_MANY_RECIPIENTS = 3;

  /** RCPTs whose replies are awaited together, so that an attempt can end between them. */
  private static final int WINDOW = 20;

  private final Wire wire;
  private final Protocol protocol;
  private final EhloCapabilities capabilities;
  private final Via via;
  private final boolean reused;
  private final List<String> accepted = new ArrayList<>();
  private boolean untouched;

  EnvelopeTransfer(
      Wire wire, Protocol protocol, EhloCapabilities capabilities, Via via, boolean reused) {
    this.wire = wire;
    this.protocol = protocol;
    this.capabilities = capabilities;
    this.via = via;
    this.reused = reused;
  }

  /** Whether the server holds nothing of it that a RSET would have to end. */
  boolean isUntouched() {
    return untouched;
  }

  /** Those whose content is awaited now. */
  List<String> send(Transaction transaction, Terms terms, Decisions decisions)
      throws HopLostException {
    return capabilities.pipelining()
        ? pipelined(transaction, terms, decisions)
        : inSteps(transaction, terms, decisions);
  }

  private List<String> inSteps(Transaction transaction, Terms terms, Decisions decisions)
      throws HopLostException {
    if (!mailTaken(wire.command(mail(transaction), Stage.MAIL), transaction, decisions)) {
      untouched = true;
      return List.of();
    }
    for (var path : transaction.forwardPaths()) {
      if (!accepted.isEmpty() && terms.budget().isHalfSpent()) {
        break;
      }
      recipient(path, wire.command(rcpt(transaction, path), Stage.RCPT), decisions);
    }
    return accepted.isEmpty() ? accepted : dataReply(wire.command("DATA", Stage.DATA), decisions);
  }

  /** RFC 2920 §3.1: the envelope and DATA in one write, then their replies in order. */
  private List<String> pipelined(Transaction transaction, Terms terms, Decisions decisions)
      throws HopLostException {
    var paths = transaction.forwardPaths();
    wire.line(mail(transaction), Stage.MAIL);
    boolean mail = true;
    for (int from = 0; mail && from < paths.size(); from += WINDOW) {
      if (!accepted.isEmpty() && terms.budget().isHalfSpent()) {
        return dataReply(wire.command("DATA", Stage.DATA), decisions);
      }
      var some = paths.subList(from, Math.min(paths.size(), from + WINDOW));
      for (var path : some) {
        wire.line(rcpt(transaction, path), Stage.RCPT);
      }
      boolean last = from + WINDOW >= paths.size();
      if (last) {
        wire.line("DATA", Stage.DATA);
      }
      wire.flush(Stage.MAIL);
      if (from == 0) {
        mail = mailTaken(wire.reply(Stage.MAIL), transaction, decisions);
      }
      for (var path : some) {
        var reply = wire.reply(Stage.RCPT);
        if (mail) {
          recipient(path, reply, decisions);
        }
      }
      if (last) {
        return pipelinedDataReply(wire.reply(Stage.DATA), decisions);
      }
    }
    return accepted;
  }

  private List<String> pipelinedDataReply(Reply reply, Decisions decisions)
      throws HopLostException {
    if (!accepted.isEmpty()) {
      return dataReply(reply, decisions);
    }
    if (reply.code() == 354) {
      // RFC 2920 §3.1: the content that is now awaited has to be empty; what comes back is moot.
      if (protocol == Protocol.LMTP) {
        throw HopLostException.nonsense(Stage.DATA, "354 without a recipient"); // RFC 2033 §4.2
      }
      wire.command(".", Stage.END_OF_DATA);
    }
    return accepted;
  }

  /** {@code mail = "MAIL FROM:" Reverse-path [SP Mail-parameters] CRLF}. */
  private String mail(Transaction transaction) {
    var line = new StringBuilder("MAIL FROM:<").append(transaction.reversePath()).append('>');
    if (capabilities.size()) {
      line.append(" SIZE=").append(transaction.content().length());
    }
    if (transaction.requests().requireTls()) {
      line.append(" REQUIRETLS");
    }
    if (capabilities.dsn()) {
      line.append(transaction.requests().mailParameters());
    }
    switch (transaction.content().needs()) {
      case NOTHING -> {}
      case EIGHT_BIT -> line.append(capabilities.eightBitMime() ? " BODY=8BITMIME" : "");
      case INTERNATIONALIZED, INTERNATIONALIZED_HEADER -> line.append(" BODY=8BITMIME SMTPUTF8");
    }
    return line.toString();
  }

  /** {@code rcpt = "RCPT TO:" Forward-path [SP Rcpt-parameters] CRLF}. */
  private String rcpt(Transaction transaction, String path) {
    return "RCPT TO:<"
        + path
        + ">"
        + (capabilities.dsn() ? transaction.requests().rcptParameters(path) : "");
  }

  private boolean mailTaken(Reply reply, Transaction transaction, Decisions decisions)
      throws HopLostException {
    if (reply.code() / 100 == 2) {
      return true;
    }
    if (mayBeOfTheSession(reply) || reply.code() == MUST_AUTHENTICATE) {
      throw HopLostException.refused(Stage.MAIL, reply);
    }
    var outcome = ContentTransfer.negative(reply, Stage.MAIL);
    transaction.forwardPaths().forEach(path -> decisions.decide(path, outcome, via));
    return false;
  }

  private void recipient(String path, Reply reply, Decisions decisions) throws HopLostException {
    if (reply.code() / 100 == 2) {
      accepted.add(path);
      return;
    }
    if (accepted.isEmpty() && mayBeOfTheSession(reply)) {
      throw HopLostException.refused(Stage.RCPT, reply);
    }
    if (!accepted.isEmpty() && isOneTooMany(reply)) {
      decisions.postpone(path, new Outcome.Deferred(reply.toString()), via);
    } else if (reply.code() == TOO_MANY_OF_OLD) {
      decisions.decide(path, new Outcome.Deferred(reply.toString()), via);
    } else {
      decisions.decide(path, ContentTransfer.negative(reply, Stage.RCPT), via);
    }
  }

  private boolean mayBeOfTheSession(Reply reply) {
    return reply.code() == OUT_OF_SEQUENCE
        || (reused && (reply.code() == TOO_MANY || reply.code() == NO_SERVICE));
  }

  private static boolean isOneTooMany(Reply reply) {
    return (reply.code() == TOO_MANY || reply.code() == TOO_MANY_OF_OLD)
        && reply
            .status()
            .map(status -> status.subject() == PROTOCOL && status.detail() == TOO_MANY_RECIPIENTS)
            .orElse(true);
  }

  private List<String> dataReply(Reply reply, Decisions decisions) throws HopLostException {
    if (reply.code() == 354) {
      return accepted;
    }
    if (mayBeOfTheSession(reply)) {
      throw HopLostException.refused(Stage.DATA, reply);
    }
    var outcome = ContentTransfer.negative(reply, Stage.DATA);
    accepted.forEach(path -> decisions.decide(path, outcome, via));
    return List.of();
  }
}
