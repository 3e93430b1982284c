package org.postseal.topics;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The answer to a {@link VerifyQuestion}, on {@code mail.verdicts}: what to do with the message,
 * and why.
 *
 * @param transactionId the transaction it decides
 * @param instance the asker
 * @param action what ingress does
 * @param rule the name of the rule of the decision table that fired
 * @param reply the reply line the client reads (for accept and quarantine once the message is
 *     stored)
 * @param authenticationResults the value of the Authentication-Results field to prepend, folded
 *     with CRLF, without field name and final CRLF
 * @param evaluation every check's result, as {@code postseal check} prints it, for the events
 * @param reversePathProof what proves the reverse-path, if anything does: whether a report about
 *     the message may go there
 */
public record Verdict(
    TransactionId transactionId,
    InstanceId instance,
    Action action,
    String rule,
    ReplyLine reply,
    Optional<String> authenticationResults,
    Optional<JsonNode> evaluation,
    Optional<ReversePathProof> reversePathProof) {

  /** About a reverse-path that nothing proves. */
  public Verdict(
      TransactionId transactionId,
      InstanceId instance,
      Action action,
      String rule,
      ReplyLine reply,
      Optional<String> authenticationResults,
      Optional<JsonNode> evaluation) {
    this(
        transactionId,
        instance,
        action,
        rule,
        reply,
        authenticationResults,
        evaluation,
        Optional.empty());
  }

  /** What becomes of the message. */
  public enum Action {
    ACCEPT,
    QUARANTINE,
    REJECT,
    DEFER;

    @JsonValue
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The record that carries this answer to its asker's reply partition. */
  public ProducerRecord<byte[], byte[]> toRecord() {
    var record =
        new ProducerRecord<>(
            MailTopic.VERDICTS.topic(),
            instance.replyPartition(),
            transactionId.value().getBytes(StandardCharsets.US_ASCII),
            Json.write(
                new Value(
                    action, rule, reply, authenticationResults, evaluation, reversePathProof)));
    RecordHeader.INSTANCE.put(record.headers(), instance.value());
    RecordHeader.CONTENT_TYPE.put(record.headers(), "application/json");
    return record;
  }

  /** Reads an answer. */
  public static Verdict of(ConsumerRecord<byte[], byte[]> record) throws MalformedRecordException {
    var value = Json.read(Records.value(record), Value.class);
    return new Verdict(
        Records.transactionId(record),
        Records.instance(record),
        value.action,
        value.rule,
        value.reply,
        value.authenticationResults,
        value.evaluation,
        value.reversePathProof);
  }

  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  private record Value(
      Action action,
      String rule,
      ReplyLine reply,
      Optional<String> authenticationResults,
      Optional<JsonNode> evaluation,
      Optional<ReversePathProof> reversePathProof) {}
}
