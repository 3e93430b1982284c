package org.postseal.relay.desk;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.postseal.topics.RetryRecord;
import org.postseal.topics.ReversePathProof;

/**
 * A message as the API shows it.
 *
 * @param id its transaction
 * @param sender the reverse-path, empty if it is the null one
 * @param recipients those it is still there for
 * @param size octets
 * @param since when it came where it is
 * @param reason why it is there: the last reply, or the rule
 * @param attempts made so far
 * @param nextAttemptAt of one that waits
 * @param hosts names and addresses of those that were tried last
 * @param place its first record, as the orders name it
 * @param provenBy what proves the reverse-path, if anything does
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record EntryView(
    String id,
    String sender,
    List<String> recipients,
    long size,
    Instant receivedAt,
    Instant since,
    String reason,
    int attempts,
    Optional<Instant> nextAttemptAt,
    Optional<List<String>> hosts,
    Optional<ReversePathProof> provenBy,
    String place) {

  static EntryView of(Entry entry) {
    return new EntryView(
        entry.transactionId().value(),
        entry.envelope().reversePath(),
        entry.envelope().forwardPaths(),
        entry.length(),
        entry.envelope().receivedAt(),
        entry.since(),
        entry.reason(),
        entry.attempts(),
        entry.state().map(RetryRecord.State::dueAt),
        entry.state().flatMap(RetryRecord.State::hosts),
        entry.envelope().reversePathProof(),
        entry.place().topic().topic()
            + "/"
            + entry.place().partition()
            + "/"
            + entry.place().offset());
  }
}
