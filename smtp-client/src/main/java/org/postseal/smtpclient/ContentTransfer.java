package org.postseal.smtpclient;

import java.util.List;
import java.util.Optional;
import org.postseal.smtp.framing.TransparencyWriter;
import org.postseal.smtp.reply.Reply;

/** From 354 to the final reply, or replies (RFC 5321 §4.1.1.4, RFC 2033 §4.2). */
final class ContentTransfer {
  private static final int OUT_OF_SEQUENCE = 503;

  private final Wire wire;
  private final Protocol protocol;

  private final Via via;

  ContentTransfer(Wire wire, Protocol protocol, Via via) {
    this.wire = wire;
    this.protocol = protocol;
    this.via = via;
  }

  /** What a reply of 4yz or 5yz makes of a recipient. */
  static Outcome negative(Reply reply, Stage stage) throws HopLostException {
    if (reply.isPositive()) {
      throw HopLostException.nonsense(stage, "reply " + reply.code());
    }
    if (reply.code() == OUT_OF_SEQUENCE) {
      throw HopLostException.refused(stage, reply); // the two of us disagree on where we are
    }
    return reply.isPermanent()
        ? new Outcome.Failed(reply.toString())
        : new Outcome.Deferred(reply.toString());
  }

  /** Sends it, and notes what became of each of the recipients that were accepted. */
  void send(List<byte[]> pieces, List<String> accepted, Decisions decisions)
      throws HopLostException {
    var transparency = new TransparencyWriter();
    try {
      for (var piece : pieces) {
        transparency.feed(piece, 0, piece.length, wire::content);
      }
    } catch (HopLostException lost) {
      // Without the final dot nothing was delivered; the server may have said why before it closed.
      refusalBehind().ifPresent(o -> accepted.forEach(path -> decisions.decide(path, o, via)));
      throw lost;
    }
    try {
      transparency.finish(wire::content);
      wire.flush(Stage.CONTENT);
      finalReplies(accepted, decisions);
    } catch (HopLostException lost) {
      // RFC 1047: the server may have it or not. Later, to the same duty, is better than elsewhere.
      var outcome = refusalBehind().orElse(lost.outcome());
      accepted.forEach(path -> decisions.decideIfOpen(path, outcome, via));
      throw lost;
    }
  }

  /** A refusal that arrived before the connection broke; there is no waiting for one. */
  private Optional<Outcome> refusalBehind() {
    try {
      var reply = wire.hasUnexpectedInput() ? wire.reply(Stage.CONTENT) : null;
      return reply == null || reply.isPositive()
          ? Optional.empty()
          : Optional.of(negative(reply, Stage.END_OF_DATA));
    } catch (HopLostException _) {
      return Optional.empty();
    }
  }

  /** One reply for all in SMTP; in LMTP one for each accepted recipient, in order. */
  private void finalReplies(List<String> accepted, Decisions decisions) throws HopLostException {
    switch (protocol) {
      case SMTP -> {
        var outcome = finalOutcome(wire.reply(Stage.END_OF_DATA));
        accepted.forEach(path -> decisions.decide(path, outcome, via));
      }
      case LMTP -> {
        for (var path : accepted) {
          decisions.decide(path, finalOutcome(wire.reply(Stage.END_OF_DATA)), via);
        }
      }
    }
  }

  private static Outcome finalOutcome(Reply reply) throws HopLostException {
    return reply.code() / 100 == 2
        ? new Outcome.Delivered(reply.toString())
        : negative(reply, Stage.END_OF_DATA);
  }
}
