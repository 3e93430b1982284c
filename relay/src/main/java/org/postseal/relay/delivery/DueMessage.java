package org.postseal.relay.delivery;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.postseal.relay.desk.Returning;
import org.postseal.topics.AcceptedMessage;
import org.postseal.topics.DueReport;
import org.postseal.topics.Envelope;
import org.postseal.topics.Origin;
import org.postseal.topics.RetryRecord;
import org.postseal.topics.RetryRecord.Coordinates;
import org.postseal.topics.TraceParent;
import org.postseal.topics.TransactionId;

/**
 * A whole message that is to be delivered now, newly accepted or tried before.
 *
 * @param envelope whose forward-paths are the recipients due
 * @param content verified by length and SHA-256
 * @param stored where content of several records lies; empty if it was one record
 * @param lies where each piece can be read again
 * @param source the record this attempt is about, or the first of its group
 * @param history attempts before this one
 * @param trace what it is part of, if anybody traces it
 */
public record DueMessage(
    TransactionId transactionId,
    Origin origin,
    Envelope envelope,
    Content content,
    Optional<Coordinates> stored,
    Coordinates lies,
    Coordinates source,
    History history,
    Optional<TraceParent> trace) {

  /**
   * The octets of the message.
   *
   * @param pieces in order
   * @param length their sum
   * @param sha256 of them all, lower-case hex
   */
  public record Content(List<byte[]> pieces, long length, String sha256) {}

  /**
   * What was tried before.
   *
   * @param attempts deliveries tried
   * @param firstAttemptAt when the first was; empty if there was none
   * @param steps retry records before
   * @param faults attempts that broke here, not at the next hop
   * @param delayReportedAt when the sender was told that it is late
   * @param owed a report that is still to be written: then nothing is to be delivered
   */
  public record History(
      int attempts,
      Optional<Instant> firstAttemptAt,
      int steps,
      int faults,
      Optional<Instant> delayReportedAt,
      Optional<DueReport> owed) {
    static final History NONE = new History(0, Optional.empty(), 0, 0);

    /** Nothing was reported. */
    History(int attempts, Optional<Instant> firstAttemptAt, int steps, int faults) {
      this(attempts, firstAttemptAt, steps, faults, Optional.empty(), Optional.empty());
    }
  }

  static DueMessage accepted(
      AcceptedMessage message, Optional<Coordinates> stored, Coordinates lies) {
    return new DueMessage(
        message.transactionId(),
        message.origin(),
        message.envelope(),
        new Content(message.content(), message.length(), message.sha256()),
        stored,
        lies,
        first(lies),
        History.NONE,
        message.trace());
  }

  private static Coordinates first(Coordinates lies) {
    return new Coordinates(lies.topic(), lies.partition(), lies.offsets().subList(0, 1));
  }

  static DueMessage again(
      RetryRecord retry, List<byte[]> content, Coordinates lies, Coordinates source) {
    var state = retry.state();
    return new DueMessage(
        retry.transactionId(),
        retry.origin(),
        retry.envelope(),
        new Content(content, state.length(), state.sha256()),
        state.stored(),
        lies,
        source,
        new History(
            state.attempts(),
            Optional.of(state.firstAttemptAt()),
            state.chain().map(RetryRecord.Chain::step).orElse(state.attempts()),
            state.chain().map(RetryRecord.Chain::faults).orElse(0),
            state.delayReportedAt(),
            state.owed()),
        retry.trace());
  }

  /** One an operator gives up. */
  static DueMessage returned(Returning.Returned returned) {
    return new DueMessage(
        returned.transactionId(),
        returned.origin(),
        returned.envelope(),
        new Content(returned.content(), returned.length(), returned.sha256()),
        returned.stored(),
        returned.place(),
        returned.place(),
        new History(returned.attempts(), Optional.empty(), returned.attempts(), 0),
        Optional.empty());
  }

  /** Has a piece for good, from where it lies. Blocks. */
  interface Pieces {
    byte[] piece(Coordinates lies, int index);
  }

  /** The same message, whose content can be let go of. */
  DueMessage reading(Pieces pieces) {
    var lazy = new LazyPieces(content.pieces(), index -> pieces.piece(lies, index));
    return new DueMessage(
        transactionId,
        origin,
        envelope,
        new Content(lazy, content.length(), content.sha256()),
        stored,
        lies,
        source,
        history,
        trace);
  }

  /** Lets go of what is in memory; it is read again where somebody goes on with it. */
  void letGo() {
    if (content.pieces() instanceof LazyPieces lazy) {
      lazy.letGo();
    }
  }

  @Override
  public String toString() {
    return "DueMessage[" + transactionId + ", " + content.length() + " octets]";
  }
}
