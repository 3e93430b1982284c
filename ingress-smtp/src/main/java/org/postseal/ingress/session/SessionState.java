package org.postseal.ingress.session;

import java.util.Optional;
import java.util.function.Function;
import org.postseal.accounts.sasl.AccountAnswer;
import org.postseal.accounts.sasl.SaslStep;
import org.postseal.ingress.acceptance.HeaderEdit;
import org.postseal.smtp.command.SmtpCommand;
import org.postseal.smtp.reply.Reply;
import org.postseal.topics.ReversePathProof;
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
 *   Connected, Greeted ─XCLIENT─► Admitting ─► Connected
 *
 *   BDAT takes the way of DATA, and may stop before its last chunk:
 *   InTransaction ─BDAT─► MakingRoom ─► ReceivingChunk ─► BetweenChunks ─BDAT─► ReceivingChunk ─LAST─► Deciding
 *   a chunk that is refused: ─► SkippingChunk ─► where the reply leads
 *
 *   whatever takes of a limit ─► Counting ─► where the answer leads, at once
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
    /** Drops as many as it was told. */
    CHUNK_TO_SKIP,
    /** Whoever sends anything now does not speak SMTP. */
    SILENCE,
    /** Leaves them where they are. */
    NOTHING
  }

  /** What the client's next octets are taken for. */
  default Expects expects() {
    return switch (this) {
      case BeforeGreeting _ -> Expects.SILENCE;
      case Connected _, Greeted _, InTransaction _, BetweenChunks _ -> Expects.COMMAND;
      case AwaitingCredentials _ -> Expects.CREDENTIALS;
      case Receiving _ -> Expects.CONTENT;
      case SkippingChunk _ -> Expects.CHUNK_TO_SKIP;
      case WithoutLines _ -> Expects.NOTHING;
    };
  }

  /**
   * Whether the client is heard: not what it sent before TLS began (RFC 3207 §4.2), and not at the
   * end.
   */
  default boolean isHearing() {
    return !(this instanceof NegotiatingTls || this instanceof Closed);
  }

  /** The client's octets are no lines here, or wait unread. */
  sealed interface WithoutLines extends SessionState {}

  /** Every state but the last, and the one that lasts no time. */
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

  /** Content is being received. */
  sealed interface Receiving extends Transacting, WithoutLines {
    OpenTransaction transaction();

    TransactionId id();
  }

  /** The greeting is held back: a client that talks meanwhile is none. */
  record BeforeGreeting(Peer peer) implements Open, WithoutLines {
    @Override
    public BeforeGreeting with(Peer known) {
      return new BeforeGreeting(known);
    }
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
  record NegotiatingTls(Peer peer) implements Open, WithoutLines {
    @Override
    public NegotiatingTls with(Peer known) {
      return new NegotiatingTls(known);
    }
  }

  /** After XCLIENT: whether the client that was passed on may come in. */
  record Admitting(Peer peer) implements Open, WithoutLines {
    @Override
    public Admitting with(Peer known) {
      return new Admitting(known);
    }
  }

  /**
   * An exchange of AUTH.
   *
   * @param mechanism of SASL
   * @param claimed whom the client claims to be; empty as long as it has not said so
   */
  record Attempt(String mechanism, String claimed) {
    Attempt by(String name) {
      return new Attempt(mechanism, name);
    }
  }

  /** After 334. */
  record AwaitingCredentials(Peer peer, Attempt attempt, SaslStep.Awaiting next) implements Open {
    @Override
    public AwaitingCredentials with(Peer known) {
      return new AwaitingCredentials(known, attempt, next);
    }
  }

  /** The accounts were asked. */
  record CheckingCredentials(Peer peer, Attempt attempt, Function<AccountAnswer, SaslStep> next)
      implements Open, WithoutLines {
    @Override
    public CheckingCredentials with(Peer known) {
      return new CheckingCredentials(known, attempt, next);
    }
  }

  /** Credentials were wrong, and the client does not know it yet. */
  record Hesitating(Peer peer) implements Open, WithoutLines {
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
  record CheckingRecipient(
      Peer peer, OpenTransaction transaction, Recipient recipient, String policy)
      implements Transacting, WithoutLines {
    @Override
    public CheckingRecipient with(Peer known) {
      return new CheckingRecipient(known, transaction, recipient, policy);
    }
  }

  /** After DATA, before 354; or after the first BDAT, whose chunk waits. */
  record MakingRoom(Peer peer, OpenTransaction transaction, Optional<SmtpCommand.Bdat> chunk)
      implements Transacting, WithoutLines {
    @Override
    public MakingRoom with(Peer known) {
      return new MakingRoom(known, transaction, chunk);
    }
  }

  /** After 354. */
  record ReceivingContent(Peer peer, OpenTransaction transaction, TransactionId id)
      implements Receiving {
    @Override
    public ReceivingContent with(Peer known) {
      return new ReceivingContent(known, transaction, id);
    }
  }

  /** After BDAT; {@code received} counts the octets of all chunks, this one included. */
  record ReceivingChunk(Peer peer, OpenTransaction transaction, TransactionId id, long received)
      implements Receiving {
    @Override
    public ReceivingChunk with(Peer known) {
      return new ReceivingChunk(known, transaction, id, received);
    }
  }

  /** After a chunk that was not the last one. */
  record BetweenChunks(Peer peer, OpenTransaction transaction, TransactionId id, long received)
      implements Transacting {
    @Override
    public BetweenChunks with(Peer known) {
      return new BetweenChunks(known, transaction, id, received);
    }
  }

  /** A refused chunk is read to its end, then comes the reply. */
  record SkippingChunk(Open after, Reply reply) implements Transacting, WithoutLines {
    @Override
    public Peer peer() {
      return after.peer();
    }

    @Override
    public SkippingChunk with(Peer known) {
      return new SkippingChunk(after.with(known), reply);
    }
  }

  /** A verifier or a signer was asked. */
  record Deciding(Peer peer, MailTransaction transaction, long size, HeaderEdit edit)
      implements Transacting, WithoutLines {
    @Override
    public Deciding with(Peer known) {
      return new Deciding(known, transaction, size, edit);
    }

    /** The same, of a transaction whose reverse-path is proven by this, or by nothing. */
    Deciding proven(Optional<ReversePathProof> proof) {
      return new Deciding(peer, transaction.proven(proof), size, edit);
    }
  }

  /** The durable copy is being written; from here on the message may arrive. */
  record Storing(
      Peer peer,
      MailTransaction transaction,
      long size,
      MessageStore.Destination destination,
      Findings findings)
      implements Transacting, WithoutLines {
    @Override
    public Storing with(Peer known) {
      return new Storing(known, transaction, size, destination, findings);
    }
  }

  /**
   * The edge counts what the client takes, and answers before anything else can happen.
   *
   * @param before where the client is meanwhile
   */
  record Counting(SessionState before, Function<SessionInput.Counted, Step> next)
      implements WithoutLines {}

  /** The last reply was given. */
  record Closed() implements WithoutLines {}
}
