package org.postseal.smtpclient;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.postseal.smtp.reply.EhloCapabilities;
import org.postseal.smtp.reply.Reply;

/**
 * An open session with a next hop, good for several transactions, one after the other.
 *
 * <pre>
 *   ready ──transaction──► ready
 *     └──QUIT, 421, lost, nonsense──► closed
 * </pre>
 *
 * <p>Where an RFC leaves it open: 552 to RCPT is read as 452 (RFC 5321 §4.5.3.1.10); a reply of an
 * impossible kind ends the session.
 */
final class Session {
  private final Wire wire;
  private final Protocol protocol;
  private final EhloCapabilities capabilities;
  private boolean mustReset;
  private int transactions;

  /** {@link Opening} makes them. */
  Session(Wire wire, Protocol protocol, EhloCapabilities capabilities) {
    this.wire = wire;
    this.protocol = protocol;
    this.capabilities = capabilities;
  }

  int transactions() {
    return transactions;
  }

  /** Whether the server takes no further transaction in this session (RFC 9422 §4.1). */
  boolean isExhausted() {
    return transactions >= capabilities.limit("MAILMAX").orElse(Integer.MAX_VALUE);
  }

  /** How many of these the next transaction may be for, the first ones (RFC 9422 §4.2, §4.3). */
  int atOnce(List<String> forwardPaths, int most) {
    int paths = Math.min(most, capabilities.limit("RCPTMAX").orElse(most));
    int domains = capabilities.limit("RCPTDOMAINMAX").orElse(Integer.MAX_VALUE);
    var seen = new HashSet<String>();
    int count = 0;
    while (count < Math.min(paths, forwardPaths.size())) {
      var path = forwardPaths.get(count);
      seen.add(path.substring(path.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT));
      if (seen.size() > domains) {
        break;
      }
      count++;
    }
    return count;
  }

  /** Whether it looks fit for another transaction; only the next reply will prove it. */
  boolean looksAlive() {
    return !wire.hasUnexpectedInput();
  }

  /**
   * Makes one mail transaction.
   *
   * @param outcomes gets an entry for each recipient as soon as it is certain
   * @throws HopLostException if the session broke; recipients without an entry were certainly not
   *     delivered, and may be tried elsewhere
   */
  void send(Transaction transaction, Map<String, Outcome> outcomes) throws HopLostException {
    transactions++;
    var impossible = cannot(transaction.content());
    if (impossible.isPresent()) {
      transaction.forwardPaths().forEach(path -> outcomes.put(path, impossible.get()));
      return;
    }
    if (mustReset) {
      HopLostException.unlessPositive(wire.command("RSET", Stage.RSET), Stage.RSET);
      mustReset = false;
    }
    var accepted =
        capabilities.pipelining()
            ? pipelinedEnvelope(transaction, outcomes)
            : envelopeInSteps(transaction, outcomes);
    if (!accepted.isEmpty()) {
      new ContentTransfer(wire, protocol).send(transaction.content().pieces(), accepted, outcomes);
      mustReset = false;
    }
  }

  /** What the next hop lacks; nothing is ever converted for it. */
  private Optional<Outcome> cannot(Transaction.Content content) {
    var limit = capabilities.sizeLimit();
    if (limit.isPresent() && content.length() > limit.getAsLong()) {
      return failed("552 5.3.4 The next hop takes at most " + limit.getAsLong() + " octets");
    }
    return switch (content.needs()) {
      case NOTHING -> Optional.empty();
      case EIGHT_BIT ->
          capabilities.eightBitMime()
              ? Optional.empty()
              : failed("554 5.6.3 The next hop lacks 8BITMIME; content is not converted");
      case INTERNATIONALIZED ->
          capabilities.smtpUtf8()
              ? Optional.empty()
              : failed("550 5.6.7 The next hop lacks SMTPUTF8; addresses are not converted");
      case INTERNATIONALIZED_HEADER ->
          capabilities.smtpUtf8()
              ? Optional.empty()
              : failed("550 5.6.9 The next hop lacks SMTPUTF8; header fields are not converted");
    };
  }

  private static Optional<Outcome> failed(String reply) {
    return Optional.of(new Outcome.Failed(reply));
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
      case EIGHT_BIT -> line.append(" BODY=8BITMIME");
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

  private List<String> envelopeInSteps(Transaction transaction, Map<String, Outcome> outcomes)
      throws HopLostException {
    if (!taken(wire.command(mail(transaction), Stage.MAIL), Stage.MAIL, transaction, outcomes)) {
      return List.of();
    }
    mustReset = true;
    var accepted = new ArrayList<String>();
    for (var path : transaction.forwardPaths()) {
      recipient(path, wire.command(rcpt(transaction, path), Stage.RCPT), accepted, outcomes);
    }
    if (accepted.isEmpty()) {
      return accepted;
    }
    return dataReply(wire.command("DATA", Stage.DATA), accepted, outcomes);
  }

  /** RFC 2920 §3.1: the envelope and DATA in one write, then their replies in order. */
  private List<String> pipelinedEnvelope(Transaction transaction, Map<String, Outcome> outcomes)
      throws HopLostException {
    wire.line(mail(transaction), Stage.MAIL);
    for (var path : transaction.forwardPaths()) {
      wire.line(rcpt(transaction, path), Stage.RCPT);
    }
    wire.line("DATA", Stage.DATA);
    wire.flush(Stage.MAIL);
    mustReset = true;
    var decided = new LinkedHashMap<String, Outcome>();
    boolean mail = taken(wire.reply(Stage.MAIL), Stage.MAIL, transaction, decided);
    outcomes.putAll(decided);
    var accepted = new ArrayList<String>();
    for (var path : transaction.forwardPaths()) {
      var reply = wire.reply(Stage.RCPT);
      if (mail) {
        recipient(path, reply, accepted, outcomes);
      }
    }
    var reply = wire.reply(Stage.DATA);
    if (accepted.isEmpty() && reply.code() == 354) {
      // RFC 2920 §3.1: the content that is now awaited has to be empty; what comes back is moot.
      if (protocol == Protocol.LMTP) {
        throw HopLostException.nonsense(Stage.DATA, "354 without a recipient"); // RFC 2033 §4.2
      }
      wire.command(".", Stage.END_OF_DATA);
      return accepted;
    }
    return accepted.isEmpty() ? accepted : dataReply(reply, accepted, outcomes);
  }

  private static boolean taken(
      Reply reply, Stage stage, Transaction transaction, Map<String, Outcome> outcomes)
      throws HopLostException {
    if (reply.code() / 100 == 2) {
      return true;
    }
    var outcome = ContentTransfer.negative(reply, stage);
    transaction.forwardPaths().forEach(path -> outcomes.put(path, outcome));
    return false;
  }

  private static void recipient(
      String path, Reply reply, List<String> accepted, Map<String, Outcome> outcomes)
      throws HopLostException {
    if (reply.code() / 100 == 2) {
      accepted.add(path);
    } else if (reply.code() == 552) {
      // RFC 5321 §4.5.3.1.10: an old spelling of 452, too many recipients.
      outcomes.put(path, new Outcome.Deferred(reply.toString()));
    } else {
      outcomes.put(path, ContentTransfer.negative(reply, Stage.RCPT));
    }
  }

  private static List<String> dataReply(
      Reply reply, List<String> accepted, Map<String, Outcome> outcomes) throws HopLostException {
    if (reply.code() == 354) {
      return accepted;
    }
    var outcome = ContentTransfer.negative(reply, Stage.DATA);
    accepted.forEach(path -> outcomes.put(path, outcome));
    return List.of();
  }

  /** Takes leave without waiting for the answer. */
  void quit() {
    try {
      wire.line("QUIT", Stage.RSET);
      wire.flush(Stage.RSET);
    } catch (HopLostException _) {
      // closing is all that was wanted
    }
    close();
  }

  void close() {
    wire.close();
  }
}
