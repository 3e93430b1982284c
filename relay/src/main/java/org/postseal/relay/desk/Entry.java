package org.postseal.relay.desk;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postseal.topics.Envelope;
import org.postseal.topics.MailTopic;
import org.postseal.topics.OperatorOrder;
import org.postseal.topics.Origin;
import org.postseal.topics.RetryRecord;
import org.postseal.topics.RetryRecord.Coordinates;
import org.postseal.topics.TransactionId;

/**
 * A message that waits for another attempt, is held or is quarantined, without its content.
 *
 * @param place of its first record
 * @param offsets of its records so far, in order
 * @param count how many records it has
 * @param envelope whose forward-paths are the recipients it waits for
 * @param sha256 of the whole message, lower-case hex
 * @param state of one that waits
 * @param holding what the keys of its records on {@code mail.held} have in common
 * @param reason why it is there, for people
 * @param since when it came there
 */
record Entry(
    Place place,
    List<Long> offsets,
    int count,
    TransactionId transactionId,
    Origin origin,
    Envelope envelope,
    long length,
    String sha256,
    Optional<RetryRecord.State> state,
    Optional<String> holding,
    String reason,
    Instant since) {

  /** A record on its topic. */
  record Place(MailTopic topic, int partition, long offset) {}

  Entry {
    offsets = List.copyOf(offsets);
  }

  Entry withOffset(long another) {
    var all = new ArrayList<>(offsets);
    all.add(another);
    return with(all, envelope);
  }

  /** The same for some of its recipients. */
  Entry withRecipients(List<String> some) {
    return with(offsets, envelope.withForwardPaths(some));
  }

  private Entry with(List<Long> where, Envelope whom) {
    return new Entry(
        place,
        where,
        count,
        transactionId,
        origin,
        whom,
        length,
        sha256,
        state,
        holding,
        reason,
        since);
  }

  boolean isWhole() {
    return offsets.size() == count;
  }

  int attempts() {
    return state.map(RetryRecord.State::attempts).orElse(0);
  }

  /** How many retry records of its chain there are, this one included. */
  int steps() {
    return state
        .map(known -> known.chain().map(RetryRecord.Chain::step).orElse(known.attempts()))
        .orElse(0);
  }

  /** Under which it is held: the same, if it is done twice. */
  String holdingName() {
    return subject().replace("waiting/" + transactionId() + "/", "").replace('/', '-');
  }

  /** Where its content lies, if it does not travel in its one record. */
  Optional<Coordinates> stored() {
    return state.isPresent()
        ? state.get().stored()
        : Optional.of(coordinates()).filter(_ -> count > 1);
  }

  /** Where it lies itself. */
  Coordinates coordinates() {
    return new Coordinates(place.topic().topic(), place.partition(), offsets);
  }

  /** What orders about it are written under. */
  String subject() {
    return state.isPresent()
        ? OperatorOrder.Subject.waiting(transactionId, steps(), envelope.forwardPaths())
        : OperatorOrder.Subject.kept(place.topic(), place.partition(), place.offset());
  }
}
