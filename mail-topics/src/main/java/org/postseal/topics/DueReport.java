package org.postseal.topics;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a sender is to be told about some recipients of one message, all at one moment: a delivery
 * status notification that is yet to be written (RFC 3464).
 *
 * @param about the message
 * @param kind of what happened
 * @param attempt in which it happened, counted from 1
 * @param at when it happened
 * @param retryUntil until when a delayed message is tried
 * @param recipients at least one
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record DueReport(
    TransactionId about,
    Kind kind,
    int attempt,
    Instant at,
    Optional<Instant> retryUntil,
    List<Told> recipients) {

  public DueReport {
    recipients = List.copyOf(recipients);
  }

  /** What a report is about. */
  public enum Kind {
    FAILURE,
    DELAY,
    SUCCESS;

    @JsonValue
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What became of a recipient (RFC 3464 §2.3.3). */
  public enum Action {
    FAILED,
    DELAYED,
    DELIVERED,
    RELAYED;

    @JsonValue
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * One recipient.
   *
   * @param recipient the forward-path
   * @param reply the next hop's, or what stood in the way in the form of one
   * @param host who replied, if somebody did
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record Told(String recipient, Action action, String reply, Optional<String> host) {}

  /**
   * The id of the report's own transaction: always the same for the same report, so that writing it
   * again makes no second one.
   */
  public TransactionId transactionId() {
    var recipientsInOrder =
        recipients.stream().map(Told::recipient).sorted().collect(Collectors.joining("\n"));
    return about.derived("report\n" + kind.word() + "\n" + attempt + "\n" + recipientsInOrder);
  }
}
