package org.postseal.ingress.session;

import java.util.function.Function;
import org.postseal.ingress.acceptance.HeaderEdit;
import org.postseal.ingress.sasl.AccountAnswer;
import org.postseal.ingress.sasl.SaslStep;
import org.postseal.smtp.path.Mailbox;
import org.postseal.topics.TransactionId;

/**
 * Where a session stands. Each state takes only the inputs that {@link Session} names for it.
 *
 * <pre>
 *   Connected ──EHLO/HELO──► Greeted ◄─────────────────RSET, EHLO, end of transaction──────────┐
 *       ▲                     │ │ └─MAIL─► InTransaction ─DATA─► MakingRoom ─► ReceivingContent │
 *       │                     │ │            ▲   │ RCPT              │ no room       │ CRLF.CRLF│
 *   NegotiatingTls ◄─STARTTLS─┘ │            └───┘                   └───────► ▲     ▼          │
 *                               │                                              │  Deciding      │
 *   AwaitingCredentials ◄─AUTH──┤                                              │     │ accept   │
 *       │                       │                                              │     ▼          │
 *       └──► CheckingCredentials┘                       reject, defer, failure └─ Storing ──────┘
 *                 └─ Hesitating ┘ if they are wrong
 *
 *   every state ──QUIT, 421──► Closed
 * </pre>
 */
public sealed interface SessionState {

  /** What the edge does with the octets it reads. */
  enum Expects {
    COMMAND,
    CREDENTIALS,
    CONTENT,
    /** Leaves them where they are. */
    NOTHING
  }

  /** What the client's next octets are taken for. */
  default Expects expects() {
    return switch (this) {
      case Connected _, Greeted _, InTransaction _ -> Expects.COMMAND;
      case AwaitingCredentials _ -> Expects.CREDENTIALS;
      case ReceivingContent _ -> Expects.CONTENT;
      case NegotiatingTls _,
          CheckingCredentials _,
          Hesitating _,
          CheckingRecipient _,
          MakingRoom _,
          Deciding _,
          Storing _,
          Closed _ ->
          Expects.NOTHING;
    };
  }

  /** Every state but the last. */
  sealed interface Open extends SessionState {
    Peer peer();

    /** The same state, with more known about the client. */
    Open with(Peer known);
  }

  /** No mail transaction is open. */
  sealed interface Resting extends Open {
    @Override
    Resting with(Peer known);
  }

  /** Closing the session now would cut off a mail transaction. */
  sealed interface Transacting extends Open {
    @Override
    Transacting with(Peer known);
  }

  /** Nobody has said EHLO yet, or TLS has just begun. */
  record Connected(Peer peer) implements Resting {
    @Override
    public Connected with(Peer known) {
      return new Connected(known);
    }
  }

  /** Between transactions. */
  record Greeted(Peer peer) implements Resting {
    @Override
    public Greeted with(Peer known) {
      return new Greeted(known);
    }
  }

  /** After 220 to STARTTLS. What the client sent before TLS began is dropped. */
  record NegotiatingTls(Peer peer) implements Open {
    @Override
    public NegotiatingTls with(Peer known) {
      return new NegotiatingTls(known);
    }
  }

  /** After 334. */
  record AwaitingCredentials(Peer peer, SaslStep.Awaiting next) implements Open {
    @Override
    public AwaitingCredentials with(Peer known) {
      return new AwaitingCredentials(known, next);
    }
  }

  /**
   * The accounts were asked.
   *
   * @param claimed whom the client claims to be
   */
  record CheckingCredentials(Peer peer, String claimed, Function<AccountAnswer, SaslStep> next)
      implements Open {
    @Override
    public CheckingCredentials with(Peer known) {
      return new CheckingCredentials(known, claimed, next);
    }
  }

  /** Credentials were wrong, and the client does not know it yet. */
  record Hesitating(Peer peer) implements Open {
    @Override
    public Hesitating with(Peer known) {
      return new Hesitating(known);
    }
  }

  /** After MAIL. */
  record InTransaction(Peer peer, OpenTransaction transaction) implements Transacting {
    @Override
    public InTransaction with(Peer known) {
      return new InTransaction(known, transaction);
    }

    InTransaction with(OpenTransaction changed) {
      return new InTransaction(peer, changed);
    }
  }

  /** The next hop was asked about a recipient. */
  record CheckingRecipient(Peer peer, OpenTransaction transaction, Mailbox mailbox, String policy)
      implements Transacting {
    @Override
    public CheckingRecipient with(Peer known) {
      return new CheckingRecipient(known, transaction, mailbox, policy);
    }
  }

  /** After DATA, before 354. */
  record MakingRoom(Peer peer, OpenTransaction transaction) implements Transacting {
    @Override
    public MakingRoom with(Peer known) {
      return new MakingRoom(known, transaction);
    }
  }

  /** After 354. */
  record ReceivingContent(Peer peer, OpenTransaction transaction, TransactionId id)
      implements Transacting {
    @Override
    public ReceivingContent with(Peer known) {
      return new ReceivingContent(known, transaction, id);
    }
  }

  /** A verifier or a signer was asked. */
  record Deciding(Peer peer, MailTransaction transaction, long size, HeaderEdit edit)
      implements Transacting {
    @Override
    public Deciding with(Peer known) {
      return new Deciding(known, transaction, size, edit);
    }
  }

  /** The durable copy is being written; from here on the message may arrive. */
  record Storing(
      Peer peer,
      MailTransaction transaction,
      long size,
      MessageStore.Destination destination,
      Findings findings)
      implements Transacting {
    @Override
    public Storing with(Peer known) {
      return new Storing(known, transaction, size, destination, findings);
    }
  }

  /** The last reply was given. */
  record Closed() implements SessionState {}
}
