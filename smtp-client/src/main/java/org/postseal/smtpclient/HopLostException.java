package org.postseal.smtpclient;

import org.postseal.smtp.reply.Reply;

/**
 * The dialogue cannot go on: the next hop closed, hung, refused to talk or talked nonsense. Carries
 * what to report for the recipients that have no reply of their own.
 */
final class HopLostException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Outcome outcome;
  private final Stage stage;

  private HopLostException(Stage stage, Outcome outcome) {
    super(outcome.reply(), null, false, false);
    this.stage = stage;
    this.outcome = outcome;
  }

  /** No reply, for a reason of the network. */
  static HopLostException atStage(Stage stage, String reason) {
    // RFC 3463: 4.4.1 no answer from host, 4.4.2 bad connection.
    var status = stage == Stage.CONNECT ? "4.4.1" : "4.4.2";
    return new HopLostException(
        stage, new Outcome.Deferred("451 " + status + " " + reason + " " + stage));
  }

  /** A reply that is none, or not one of those possible here (RFC 3463: 4.5.0 protocol). */
  static HopLostException nonsense(Stage stage, String what) {
    return new HopLostException(
        stage, new Outcome.Deferred("451 4.5.0 Protocol error: " + what + " " + stage));
  }

  /** The server will not talk to us at all. */
  static HopLostException refused(Stage stage, Reply reply) {
    return new HopLostException(
        stage,
        reply.isPermanent()
            ? new Outcome.Failed(reply.toString())
            : new Outcome.Deferred(reply.toString()));
  }

  /** It lacks what the message cannot do without; another host may have it. */
  static HopLostException unfit(Stage stage, Outcome outcome) {
    return new HopLostException(stage, outcome);
  }

  /** Anything but a reply of 2yz. */
  static void unlessPositive(Reply reply, Stage stage) throws HopLostException {
    if (!reply.isPositive()) {
      throw refused(stage, reply);
    }
    if (reply.code() / 100 != 2) {
      throw nonsense(stage, "reply " + reply.code());
    }
  }

  /** 421 may be the reply to any command (RFC 5321 §3.8); the server closes after it. */
  static HopLostException shuttingDown(Stage stage, Reply reply) {
    return new HopLostException(stage, new Outcome.Deferred(reply.toString()));
  }

  /** Where the dialogue ended. */
  Stage stage() {
    return stage;
  }

  Outcome outcome() {
    return outcome;
  }
}
