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
 * @param history attempts before this one
 * @param trace what it is part of, if anybody traces it
 */
public record DueMessage(
    TransactionId transactionId,
    Origin origin,
    Envelope envelope,
    Content content,
    Optional<Coordinates> stored,
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
   * @param delayReportedAt when the sender was told that it is late
   * @param owed a report that is still to be written: then nothing is to be delivered
   */
  public record History(
      int attempts,
      Optional<Instant> firstAttemptAt,
      Optional<Instant> delayReportedAt,
      Optional<DueReport> owed) {
    static final History NONE = new History(0, Optional.empty());

    /** Nothing was reported. */
    History(int attempts, Optional<Instant> firstAttemptAt) {
      this(attempts, firstAttemptAt, Optional.empty(), Optional.empty());
    }
  }

  static DueMessage accepted(AcceptedMessage message, Optional<Coordinates> stored) {
    return new DueMessage(
        message.transactionId(),
        message.origin(),
        message.envelope(),
        new Content(message.content(), message.length(), message.sha256()),
        stored,
        History.NONE,
        message.trace());
  }

  static DueMessage again(RetryRecord retry, List<byte[]> content) {
    var state = retry.state();
    return new DueMessage(
        retry.transactionId(),
        retry.origin(),
        retry.envelope(),
        new Content(content, state.length(), state.sha256()),
        state.stored(),
        new History(
            state.attempts(),
            Optional.of(state.firstAttemptAt()),
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
        new Content(returned.content(), returned.length(), ""),
        Optional.empty(),
        new History(returned.attempts(), Optional.empty()),
        Optional.empty());
  }

  /** The same for fewer recipients. */
  DueMessage withForwardPaths(List<String> some) {
    return new DueMessage(
        transactionId, origin, envelope.withForwardPaths(some), content, stored, history, trace);
  }

  @Override
  public String toString() {
    return "DueMessage[" + transactionId + ", " + content.length() + " octets]";
  }
}
