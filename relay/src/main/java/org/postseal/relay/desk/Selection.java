package org.postseal.relay.desk;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.postseal.topics.RetryRecord;

/**
 * Which messages are meant. Every criterion that is there must hold.
 *
 * @param transaction its id
 * @param domain of a recipient
 * @param sender the reverse-path; {@code <>} is the null one
 * @param recipient a forward-path
 * @param reason a part of why it is there, such as a rule's name or a reply
 * @param host the name or an address of a host that was tried last
 * @param olderThan how long it has been there at least
 */
record Selection(
    Optional<String> transaction,
    Optional<String> domain,
    Optional<String> sender,
    Optional<String> recipient,
    Optional<String> reason,
    Optional<String> host,
    Optional<Duration> olderThan) {

  static final Selection EVERYTHING =
      new Selection(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /** One message. */
  static Selection of(String transaction) {
    return new Selection(
        Optional.of(transaction),
        EVERYTHING.domain,
        EVERYTHING.sender,
        EVERYTHING.recipient,
        EVERYTHING.reason,
        EVERYTHING.host,
        EVERYTHING.olderThan);
  }

  /** Whether it is about everything there is. */
  boolean isEverything() {
    return transaction.isEmpty()
        && domain.isEmpty()
        && sender.isEmpty()
        && recipient.isEmpty()
        && reason.isEmpty()
        && host.isEmpty()
        && olderThan.isEmpty();
  }

  boolean includes(Entry entry, Instant now) {
    var envelope = entry.envelope();
    return transaction.filter(id -> !id.equals(entry.transactionId().value())).isEmpty()
        && domain
            .filter(name -> envelope.forwardPaths().stream().noneMatch(path -> isIn(path, name)))
            .isEmpty()
        && sender
            .filter(
                from -> !(from.equals("<>") ? "" : from).equalsIgnoreCase(envelope.reversePath()))
            .isEmpty()
        && recipient
            .filter(to -> envelope.forwardPaths().stream().noneMatch(to::equalsIgnoreCase))
            .isEmpty()
        && reason.filter(text -> !entry.reason().contains(text)).isEmpty()
        && host.filter(name -> !wasTriedAt(entry, name)).isEmpty()
        && olderThan.filter(age -> entry.since().plus(age).isAfter(now)).isEmpty();
  }

  private static boolean wasTriedAt(Entry entry, String host) {
    return entry.state().flatMap(RetryRecord.State::hosts).stream()
        .flatMap(List::stream)
        .anyMatch(host::equalsIgnoreCase);
  }

  private static boolean isIn(String forwardPath, String domain) {
    return forwardPath
        .substring(forwardPath.lastIndexOf('@') + 1)
        .toLowerCase(Locale.ROOT)
        .equals(domain.toLowerCase(Locale.ROOT));
  }
}
