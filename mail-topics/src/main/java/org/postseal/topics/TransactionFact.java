package org.postseal.topics;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * The data of an event on {@code mail.events}: what became of a mail transaction, and why.
 *
 * @param envelope from whom, to whom, through which client
 * @param size octets of the content as it arrived; there once the content was complete and fit to
 *     be judged
 * @param reply what the client read; absent from {@code received}, and where the client did not
 *     wait for it
 * @param rule why; absent from {@code received}
 * @param messageId the content's Message-ID, see {@link MessageId}; absent where it has none, where
 *     the content was not fit to be read, and from events of earlier releases
 * @param evaluation every check's result, as {@code postseal check} prints it, where a verifier
 *     decided
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record TransactionFact(
    Envelope envelope,
    Optional<Long> size,
    Optional<String> reply,
    Optional<String> rule,
    Optional<JsonNode> evaluation,
    Optional<String> messageId) {

  /** Of a content without Message-ID. */
  public TransactionFact(
      Envelope envelope,
      Optional<Long> size,
      Optional<String> reply,
      Optional<String> rule,
      Optional<JsonNode> evaluation) {
    this(envelope, size, reply, rule, evaluation, Optional.empty());
  }

  /** The same of a content with this Message-ID. */
  public TransactionFact withMessageId(Optional<String> id) {
    return new TransactionFact(envelope, size, reply, rule, evaluation, id);
  }

  /** The content has arrived. */
  public static TransactionFact received(Envelope envelope, long size) {
    return new TransactionFact(
        envelope, Optional.of(size), Optional.empty(), Optional.empty(), Optional.empty());
  }
}
