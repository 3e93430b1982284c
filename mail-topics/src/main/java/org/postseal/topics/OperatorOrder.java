package org.postseal.topics;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * What an operator decided, on {@code mail.orders}, as long as it holds: every relay reads the
 * topic whole. Also the data of the event on {@code mail.audit} that tells it once.
 *
 * @param subject what it is about, see {@link Subject}; also the key
 * @param action what to do
 * @param recipients forward-paths it is about; empty means all
 * @param becomes the transaction the message goes on as, if it does
 * @param by who said so
 * @param at when
 * @param note for people
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record OperatorOrder(
    String subject,
    Action action,
    List<String> recipients,
    Optional<TransactionId> becomes,
    String by,
    Instant at,
    String note) {

  public OperatorOrder {
    recipients = List.copyOf(recipients);
  }

  /** What is done. */
  public enum Action {
    /** A waiting message goes on as a new one, at once. */
    RETRY,
    /** A waiting message goes to {@code mail.held}. */
    HOLD,
    /** A held or quarantined message goes on to its recipients. */
    RELEASE,
    /** The sender is told that it failed. */
    BOUNCE,
    /** Nobody is told anything. */
    DROP,
    /** Nothing is delivered to a destination. */
    SUSPEND,
    /** Something is delivered to it again. */
    RESUME,
    /** Content was looked at. */
    LOOK;

    @JsonValue
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** How subjects are written. */
  public static final class Subject {
    private Subject() {}

    /**
     * A message that waits for some of its recipients, by how many retry records its chain has: one
     * attempt can leave two of them, for different recipients.
     */
    public static String waiting(TransactionId id, int steps, List<String> recipients) {
      return waiting(id, steps) + "/" + digest(recipients);
    }

    /** What the subjects of all recipients of such a message begin with, up to a slash. */
    public static String waiting(TransactionId id, int steps) {
      return "waiting/" + id + "/" + steps;
    }

    private static String digest(List<String> recipients) {
      var digest = AcceptedRecord.digester();
      for (var recipient : recipients.stream().sorted().toList()) {
        digest.update((recipient + "\n").getBytes(StandardCharsets.UTF_8));
      }
      return AcceptedRecord.HEX.formatHex(digest.digest(), 0, 8);
    }

    /** A message on {@code mail.held} or {@code mail.quarantine}, by its first record. */
    public static String kept(MailTopic topic, int partition, long offset) {
      return topic.topic() + "/" + partition + "/" + offset;
    }

    /** A destination: a domain. */
    public static String destination(String name) {
      return "destination/" + name.toLowerCase(Locale.ROOT);
    }

    /** A host, by its name or one of its addresses, whatever domains it takes mail for. */
    public static String host(String name) {
      return "host/" + name.toLowerCase(Locale.ROOT);
    }
  }

  /** The record that makes it hold. */
  public ProducerRecord<byte[], byte[]> toRecord() {
    return new ProducerRecord<>(MailTopic.ORDERS.topic(), key(subject), Json.write(this));
  }

  /** The record after which nothing holds about a subject. */
  public static ProducerRecord<byte[], byte[]> revoked(String subject) {
    return new ProducerRecord<>(MailTopic.ORDERS.topic(), key(subject), null);
  }

  private static byte[] key(String subject) {
    return subject.getBytes(StandardCharsets.UTF_8);
  }

  /** The subject of a record. */
  public static String subject(ConsumerRecord<byte[], byte[]> record)
      throws MalformedRecordException {
    if (record.key() == null) {
      throw new MalformedRecordException("an order without a subject");
    }
    return new String(record.key(), StandardCharsets.UTF_8);
  }

  /** Reads what holds about a subject; nothing, if that was revoked. */
  public static Optional<OperatorOrder> of(ConsumerRecord<byte[], byte[]> record)
      throws MalformedRecordException {
    return record.value() == null
        ? Optional.empty()
        : Optional.of(Json.read(record.value(), OperatorOrder.class));
  }
}
