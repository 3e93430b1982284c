package org.postseal.relay.delivery;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.postseal.relay.maildir.MaildirStore;
import org.postseal.relay.route.Mailboxes;
import org.postseal.relay.route.NextHop;
import org.postseal.relay.route.Recipient;
import org.postseal.relay.route.Route;
import org.postseal.smtpclient.NextHopClient;
import org.postseal.smtpclient.Outcome;
import org.postseal.smtpclient.Protocol;
import org.postseal.smtpclient.Sent;
import org.postseal.smtpclient.Server;
import org.postseal.smtpclient.TlsFact;
import org.postseal.smtpclient.Transaction;
import org.postseal.topics.Envelope;

/** Hands a message to one next hop, by whatever its route says. */
public final class HopSender {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private final NextHopClient client;
  private final MaildirStore maildirs;

  public HopSender(NextHopClient client, MaildirStore maildirs) {
    this.client = client;
    this.maildirs = maildirs;
  }

  /**
   * What came of it.
   *
   * @param outcomes one for each recipient's forward-path
   * @param reached who said so, by forward-path
   * @param tls how TLS went with each host that was tried; the first recipient's {@code reached}
   *     has it
   */
  record Handed(Map<String, Outcome> outcomes, Map<String, Reached> reached, List<TlsFact> tls) {}

  /** An outcome for each recipient's forward-path, whatever happens. Blocks. */
  Handed send(NextHop hop, List<Recipient> recipients, DueMessage message) {
    var mailboxes = Mailboxes.of(hop.route(), recipients);
    var once = sendOnce(hop, List.copyOf(mailboxes.keySet()), message);
    var outcomes = new LinkedHashMap<String, Outcome>();
    var reached = new HashMap<String, Reached>();
    mailboxes.forEach(
        (one, all) ->
            all.forEach(
                recipient -> {
                  outcomes.put(recipient.forwardPath(), once.outcomes().get(one.forwardPath()));
                  reached.put(
                      recipient.forwardPath(),
                      once.reached().getOrDefault(one.forwardPath(), Reached.NOBODY));
                }));
    outcomes.keySet().stream()
        .findFirst()
        .ifPresent(
            first ->
                reached.put(first, reached.getOrDefault(first, Reached.NOBODY).with(once.tls())));
    return new Handed(outcomes, reached, once.tls());
  }

  private Handed sendOnce(NextHop hop, List<Recipient> recipients, DueMessage message) {
    return switch (hop.route()) {
      case Route.Maildir route ->
          new Handed(store(route, recipients, message), Map.of(), List.of());
      case Route.Lmtp(var server) ->
          handed(
              client.deliverTo(Server.of(server), Protocol.LMTP, transaction(recipients, message)));
      case Route.Smtp(var server) ->
          handed(client.deliverTo(server, Protocol.SMTP, transaction(recipients, message)));
      case Route.MailExchangers() ->
          handed(client.deliverToDomain(hop.domain(), transaction(recipients, message)));
      case Route.Discard() -> all(recipients, new Outcome.Delivered("250 2.0.0 Discarded"));
    };
  }

  private static Handed handed(Sent sent) {
    var reached = new HashMap<String, Reached>();
    sent.via().forEach((path, via) -> reached.put(path, Reached.by(via)));
    return new Handed(sent.outcomes(), reached, sent.tls());
  }

  private Map<String, Outcome> store(
      Route.Maildir route, List<Recipient> recipients, DueMessage message) {
    var mail = new MaildirStore.Mail(message.envelope(), message.content().pieces());
    var outcomes = new LinkedHashMap<String, Outcome>();
    for (var recipient : recipients) {
      outcomes.put(
          recipient.forwardPath(),
          maildirs.deliver(route, recipient, message.transactionId(), mail));
    }
    return outcomes;
  }

  private static Handed all(List<Recipient> recipients, Outcome outcome) {
    var outcomes = new LinkedHashMap<String, Outcome>();
    recipients.forEach(recipient -> outcomes.put(recipient.forwardPath(), outcome));
    return new Handed(outcomes, Map.of(), List.of());
  }

  static Transaction transaction(List<Recipient> recipients, DueMessage message) {
    var content = message.content();
    var paths = recipients.stream().map(Recipient::forwardPath).toList();
    var needs = needs(message, paths);
    return new Transaction(
        message.envelope().reversePath(),
        paths,
        new Transaction.Content(content.pieces(), content.length(), needs),
        message
            .envelope()
            .requests()
            .map(asked -> requests(asked, needs, message))
            .orElseGet(() -> new Transaction.Requests(wish(false, message), "", Map.of())));
  }

  /** As parameters (RFC 3461 §5.2.1), each value as it came. */
  private static Transaction.Requests requests(
      Envelope.Requests asked, Transaction.Needs needs, DueMessage message) {
    var ofRecipients = new HashMap<String, String>();
    asked
        .recipients()
        .forEach(
            (path, of) ->
                ofRecipients.put(
                    path,
                    of.notifyOn().map(on -> " NOTIFY=" + on).orElse("")
                        + of.orcpt()
                            .filter(value -> isAscii(value) || isInternationalized(needs))
                            .map(value -> " ORCPT=" + value)
                            .orElse("")));
    return new Transaction.Requests(
        wish(asked.requireTls(), message),
        asked.ret().map(ret -> " RET=" + ret).orElse("")
            + asked.envid().map(envid -> " ENVID=" + envid).orElse(""),
        ofRecipients);
  }

  /** RFC 8689 §5: the field counts where REQUIRETLS was not asked for. */
  private static Transaction.TlsWish wish(boolean requireTls, DueMessage message) {
    if (requireTls) {
      return Transaction.TlsWish.REQUIRED;
    }
    return TlsRequiredField.saysNo(message.content().pieces())
        ? Transaction.TlsWish.OPTIONAL
        : Transaction.TlsWish.AS_POLICIES_SAY;
  }

  private static boolean isInternationalized(Transaction.Needs needs) {
    return switch (needs) {
      case INTERNATIONALIZED, INTERNATIONALIZED_HEADER -> true;
      case NOTHING, EIGHT_BIT -> false;
    };
  }

  /** What the octets need, not what was declared: many clients declare nothing. */
  private static Transaction.Needs needs(DueMessage message, List<String> forwardPaths) {
    boolean asciiPaths =
        isAscii(message.envelope().reversePath())
            && forwardPaths.stream().allMatch(HopSender::isAscii);
    if (!asciiPaths) {
      return Transaction.Needs.INTERNATIONALIZED;
    }
    var pieces = message.content().pieces();
    if (isSevenBit(pieces)) {
      return Transaction.Needs.NOTHING;
    }
    return message.envelope().smtpUtf8() && !hasAsciiHeader(pieces)
        ? Transaction.Needs.INTERNATIONALIZED_HEADER
        : Transaction.Needs.EIGHT_BIT;
  }

  /**
   * Up to the empty line; a header section that goes beyond the first piece counts as not ASCII.
   */
  private static boolean hasAsciiHeader(List<byte[]> pieces) {
    var first = pieces.getFirst();
    for (int at = 0; at < first.length; at++) {
      if (first[at] < 0) {
        return false;
      }
      if (first[at] == '\n' && (at < 2 || (first[at - 1] == '\r' && first[at - 2] == '\n'))) {
        return true;
      }
    }
    return pieces.size() == 1;
  }

  /** Eight octets at a time: this looks at every octet of every message. */
  private static boolean isSevenBit(List<byte[]> pieces) {
    long bits = 0;
    for (var piece : pieces) {
      int at = 0;
      for (; at <= piece.length - Long.BYTES; at += Long.BYTES) {
        bits |= (long) LONGS.get(piece, at);
      }
      for (; at < piece.length; at++) {
        bits |= piece[at] & 0xFF;
      }
    }
    return (bits & 0x8080_8080_8080_8080L) == 0;
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c < 0x80);
  }
}
