package org.postseal.smtpclient;

import java.util.Optional;
import org.postseal.smtp.reply.Reply;
import org.postseal.smtpclient.tls.TlsDefect;

/**
 * The dialogue cannot go on: the next hop closed, hung, refused to talk or talked nonsense. That is
 * the session's failure, never the recipients': another connection or another host may do better.
 * Carries what to report for the recipients that have no reply of their own.
 */
final class HopLostException extends Exception {
  private static final long serialVersionUID = 1L;

  /** RFC 7504 §3: a host that never takes mail says so. */
  private static final int NEVER_TAKES_MAIL = 521;

  private final transient Outcome outcome;
  private final Stage stage;
  private final transient Optional<TlsDefect> defect;
  private final transient Optional<Via> by;

  private HopLostException(
      Stage stage, Outcome outcome, Optional<TlsDefect> defect, Optional<Via> by) {
    super(outcome.reply(), null, false, false);
    this.stage = stage;
    this.outcome = outcome;
    this.defect = defect;
    this.by = by;
  }

  private HopLostException(Stage stage, Outcome outcome) {
    this(stage, outcome, Optional.empty(), Optional.empty());
  }

  /** The same, with who it was and how it was spoken to. */
  HopLostException by(Via host) {
    return new HopLostException(stage, outcome, defect, Optional.of(host));
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

  /**
   * The server will not talk to us, or not any longer. Nobody said anything about a recipient, so
   * even a reply of 5yz is temporary; but see RFC 7504.
   */
  static HopLostException refused(Stage stage, Reply reply) {
    return new HopLostException(
        stage,
        stage == Stage.GREETING && reply.code() == NEVER_TAKES_MAIL
            ? new Outcome.Failed(reply.toString())
            : new Outcome.Deferred(reply.toString()));
  }

  /** It lacks what the message or a policy cannot do without; another host may have it. */
  static HopLostException unfit(Stage stage, Outcome outcome, TlsDefect defect) {
    return new HopLostException(stage, outcome, Optional.of(defect), Optional.empty());
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

  /** Who it was; empty if it is nobody yet. */
  Optional<Via> by() {
    return by;
  }

  /** What was wrong about TLS, if that is why. */
  Optional<TlsDefect> defect() {
    return defect.or(() -> by.flatMap(via -> via.tls().defect()));
  }
}
