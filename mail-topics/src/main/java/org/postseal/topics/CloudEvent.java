package org.postseal.topics;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A fact about a transaction or a change, as CloudEvents 1.0 in structured JSON, on {@code
 * mail.events}, {@code mail.deliveries}, {@code mail.audit} and {@code registry.audit}.
 *
 * @param specVersion always 1.0
 * @param id unique with its source
 * @param source the service and its instance, such as {@code /relay/6f1c…}
 * @param type what happened; see {@link Type}
 * @param subject the transaction id, or what was changed; also the record's key
 * @param time when it happened
 * @param data the facts of this type, JSON
 * @param traceparent the trace it is part of, if anybody traces it (the extension "Distributed
 *     Tracing"); also the record's header
 * @param tracestate what belongs to that
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record CloudEvent(
    @JsonProperty("specversion") String specVersion,
    String id,
    String source,
    String type,
    String subject,
    Instant time,
    JsonNode data,
    Optional<String> traceparent,
    Optional<String> tracestate) {

  /** Every type of event, in one place. */
  public enum Type {
    RECEIVED("org.postseal.mail.received"),
    ACCEPTED("org.postseal.mail.accepted"),
    QUARANTINED("org.postseal.mail.quarantined"),
    REJECTED("org.postseal.mail.rejected"),
    DEFERRED("org.postseal.mail.deferred"),
    ABANDONED("org.postseal.mail.abandoned"),
    LOGIN_FAILED("org.postseal.mail.login-failed"),
    DELIVERED("org.postseal.delivery.delivered"),
    DELIVERY_DEFERRED("org.postseal.delivery.deferred"),
    UNDELIVERABLE("org.postseal.delivery.undeliverable"),
    INCOMPLETE("org.postseal.delivery.incomplete"),
    OPERATOR_ACTED("org.postseal.operator.acted"),
    DOMAIN_CHANGED("org.postseal.registry.domain-changed"),
    BLOCKLIST_CHANGED("org.postseal.registry.blocklist-changed"),
    SIGNING_KEY_CHANGED("org.postseal.registry.signing-key-changed"),
    SOURCES_DISAGREE("org.postseal.registry.sources-disagree"),
    KEY_ROTATION_LATE("org.postseal.registry.key-rotation-late");

    private final String word;

    Type(String word) {
      this.word = word;
    }

    /** The CloudEvents type. */
    public String word() {
      return word;
    }
  }

  /** A new event with a random id. */
  public static CloudEvent of(Type type, String source, String subject, Instant time, Object data) {
    return new CloudEvent(
        "1.0",
        UUID.randomUUID().toString(),
        source,
        type.word(),
        subject,
        time,
        Json.tree(data),
        Optional.empty(),
        Optional.empty());
  }

  /** The same event as part of a trace. */
  public CloudEvent inTrace(Optional<TraceParent> trace) {
    return trace
        .map(
            parent ->
                new CloudEvent(
                    specVersion,
                    id,
                    source,
                    type,
                    subject,
                    time,
                    data,
                    Optional.of(parent.value()),
                    parent.state()))
        .orElse(this);
  }

  /** The record of this event. */
  public ProducerRecord<byte[], byte[]> toRecord(MailTopic topic) {
    var record =
        new ProducerRecord<>(
            topic.topic(), subject.getBytes(StandardCharsets.UTF_8), Json.write(this));
    RecordHeader.CONTENT_TYPE.put(record.headers(), "application/cloudevents+json");
    TraceParent.parse(traceparent, tracestate)
        .ifPresent(parent -> parent.putInto(record.headers()));
    return record;
  }

  /** Reads an event. */
  public static CloudEvent of(ConsumerRecord<byte[], byte[]> record)
      throws MalformedRecordException {
    return Json.read(Records.value(record), CloudEvent.class);
  }
}
