package org.postseal.topics;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The MTA-STS policy of one domain (RFC 8461) as a relay has fetched it, on {@code
 * relay.sts-policies}, so that all relays know it and none forgets it.
 *
 * @param domain whose policy it is, in A-labels; also the key
 * @param id of the record in the DNS that announced it
 * @param mode what is done about exchangers that do not live up to it
 * @param mx names of mail exchangers; a first label of {@code *} stands for one
 * @param maxAgeSeconds how long it may be remembered
 * @param fetchedAt from when its age counts
 */
public record StsPolicyEntry(
    String domain, String id, Mode mode, List<String> mx, long maxAgeSeconds, Instant fetchedAt) {

  public StsPolicyEntry {
    mx = List.copyOf(mx);
  }

  /** RFC 8461 §3.2. */
  public enum Mode {
    ENFORCE,
    TESTING,
    NONE;

    @JsonValue
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    static Mode of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }

  /** The record of this policy. */
  public ProducerRecord<byte[], byte[]> toRecord() {
    return new ProducerRecord<>(MailTopic.STS_POLICIES.topic(), key(domain), Json.write(this));
  }

  /** The record after which nothing is remembered of a domain. */
  public static ProducerRecord<byte[], byte[]> forgotten(String domain) {
    return new ProducerRecord<>(MailTopic.STS_POLICIES.topic(), key(domain), null);
  }

  private static byte[] key(String domain) {
    return domain.getBytes(StandardCharsets.US_ASCII);
  }

  /** The domain of a record. */
  public static String domain(ConsumerRecord<byte[], byte[]> record)
      throws MalformedRecordException {
    if (record.key() == null) {
      throw new MalformedRecordException("a policy without a domain");
    }
    return new String(record.key(), StandardCharsets.US_ASCII);
  }

  /** Reads what is remembered of a domain; nothing, if that was forgotten. */
  public static Optional<StsPolicyEntry> of(ConsumerRecord<byte[], byte[]> record)
      throws MalformedRecordException {
    if (record.value() == null) {
      return Optional.empty();
    }
    var entry = Json.read(record.value(), StsPolicyEntry.class);
    if (!entry.domain().equals(domain(record))) {
      throw new MalformedRecordException("a policy under another domain's key");
    }
    return Optional.of(entry);
  }
}
