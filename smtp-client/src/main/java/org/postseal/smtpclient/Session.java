package org.postseal.smtpclient;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
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
 * <p>Where an RFC leaves it open: a reply of an impossible kind ends the session.
 */
final class Session {
  private final Wire wire;
  private final Protocol protocol;
  private final EhloCapabilities capabilities;
  private final Via via;
  private boolean mustReset;
  private int transactions;

  /** {@link Opening} makes them. */
  Session(Wire wire, Protocol protocol, EhloCapabilities capabilities, Via via) {
    this.via = via;
    this.wire = wire;
    this.protocol = protocol;
    this.capabilities = capabilities;
  }

  Via via() {
    return via;
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

  /** The next attempt takes over, within its own time. */
  void within(Budget next) {
    wire.within(next);
  }

  void withoutBudget() {
    wire.withoutBudget();
  }

  /**
   * Makes one mail transaction.
   *
   * @param terms of this attempt
   * @param decisions about each recipient, as soon as they are certain
   * @throws HopLostException if the session broke; recipients that are undecided were certainly not
   *     delivered, and may be tried elsewhere
   */
  void send(Transaction transaction, Terms terms, Decisions decisions) throws HopLostException {
    transactions++;
    var impossible = cannot(transaction.content(), terms);
    if (impossible.isPresent()) {
      transaction.forwardPaths().forEach(path -> decisions.decide(path, impossible.get(), via));
      return;
    }
    if (mustReset) {
      HopLostException.unlessPositive(wire.command("RSET", Stage.RSET), Stage.RSET);
      mustReset = false;
    }
    var envelope = new EnvelopeTransfer(wire, protocol, capabilities, via, isReused());
    mustReset = true;
    var accepted = envelope.send(transaction, terms, decisions);
    if (envelope.isUntouched()) {
      mustReset = false;
    }
    if (!accepted.isEmpty()) {
      new ContentTransfer(wire, protocol, via)
          .send(transaction.content().pieces(), accepted, decisions);
      mustReset = false;
    }
  }

  /** Whether an earlier transaction may be why this one is refused. */
  private boolean isReused() {
    return transactions > 1;
  }

  /** What the next hop lacks; nothing is ever converted for it. */
  private Optional<Outcome> cannot(Transaction.Content content, Terms terms) {
    var limit = capabilities.sizeLimit();
    if (limit.isPresent() && content.length() > limit.getAsLong()) {
      return failed("552 5.3.4 The next hop takes at most " + limit.getAsLong() + " octets");
    }
    return switch (content.needs()) {
      case NOTHING -> Optional.empty();
      case EIGHT_BIT ->
          capabilities.eightBitMime() || terms.eightBit() == Terms.EightBit.AS_IS
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

  /** The reply to RCPT for one mailbox, from nobody; empty if it does not come to that. */
  Optional<Reply> ask(String forwardPath) throws HopLostException {
    // RFC 6531 §3.4: a recipient beyond ASCII needs SMTPUTF8; a server without it knows nothing
    boolean ascii = forwardPath.chars().allMatch(c -> c < 0x80);
    if (!ascii && !capabilities.smtpUtf8()) {
      return Optional.empty();
    }
    var mail = wire.command(ascii ? "MAIL FROM:<>" : "MAIL FROM:<> SMTPUTF8", Stage.MAIL);
    return mail.code() / 100 == 2
        ? Optional.of(wire.command("RCPT TO:<" + forwardPath + ">", Stage.RCPT))
        : Optional.empty();
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
