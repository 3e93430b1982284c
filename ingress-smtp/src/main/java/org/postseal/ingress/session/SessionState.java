package org.postseal.ingress.session;

import org.postseal.ingress.acceptance.HeaderEdit;
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

  Expects expects();

  /** Whether closing the session now would cut off a mail transaction. */
  default boolean inTransaction() {
    return false;
  }

  /** Nobody has said EHLO yet, or TLS has just begun. */
  record Connected(Peer peer) implements SessionState {
    @Override
    public Expects expects() {
      return Expects.COMMAND;
    }
  }

  /** Between transactions. */
  record Greeted(Peer peer) implements SessionState {
    @Override
    public Expects expects() {
      return Expects.COMMAND;
    }
  }

  /** After MAIL. */
  record InTransaction(Peer peer, OpenTransaction transaction) implements SessionState {
    @Override
    public Expects expects() {
      return Expects.COMMAND;
    }

    @Override
    public boolean inTransaction() {
      return true;
    }
  }

  /** After 220 to STARTTLS. What the client sent before TLS began is dropped. */
  record NegotiatingTls(Peer peer) implements SessionState {
    @Override
    public Expects expects() {
      return Expects.NOTHING;
    }
  }

  /** After 334. */
  record AwaitingCredentials(Peer peer) implements SessionState {
    @Override
    public Expects expects() {
      return Expects.CREDENTIALS;
    }
  }

  /** A password is being checked. */
  record CheckingCredentials(Peer peer) implements SessionState {
    @Override
    public Expects expects() {
      return Expects.NOTHING;
    }
  }

  /** After DATA, before 354. */
  record MakingRoom(Peer peer, OpenTransaction transaction) implements SessionState {
    @Override
    public Expects expects() {
      return Expects.NOTHING;
    }

    @Override
    public boolean inTransaction() {
      return true;
    }
  }

  /** After 354. */
  record ReceivingContent(Peer peer, OpenTransaction transaction, TransactionId id)
      implements SessionState {
    @Override
    public Expects expects() {
      return Expects.CONTENT;
    }

    @Override
    public boolean inTransaction() {
      return true;
    }
  }

  /** A verifier or a signer was asked. */
  record Deciding(Peer peer, MailTransaction transaction, long size, HeaderEdit edit)
      implements SessionState {
    @Override
    public Expects expects() {
      return Expects.NOTHING;
    }

    @Override
    public boolean inTransaction() {
      return true;
    }
  }

  /** The durable copy is being written; from here on the message may arrive. */
  record Storing(
      Peer peer,
      MailTransaction transaction,
      long size,
      MessageStore.Destination destination,
      Findings findings)
      implements SessionState {
    @Override
    public Expects expects() {
      return Expects.NOTHING;
    }

    @Override
    public boolean inTransaction() {
      return true;
    }
  }

  /** The last reply was given. */
  record Closed() implements SessionState {
    @Override
    public Expects expects() {
      return Expects.NOTHING;
    }
  }
}
