package org.postseal.topics;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.utils.Utils;

/**
 * Every topic of the design with its partitions and settings, declared once. Replication is the
 * cluster's affair: factor 3 with two in-sync replicas in clusters, one replica standalone.
 */
public enum MailTopic {
  VERIFY("mail.verify", 24, Keeps.questions()),
  VERDICTS("mail.verdicts", InstanceId.REPLY_PARTITIONS, Keeps.questions()),
  SIGN("mail.sign", 24, Keeps.questions()),
  SIGNATURES("mail.signatures", InstanceId.REPLY_PARTITIONS, Keeps.questions()),
  ACCEPTED("mail.accepted", 24, Keeps.mail()),
  RETRY_1M("mail.retry.1m", 6, Keeps.mail()),
  RETRY_5M("mail.retry.5m", 6, Keeps.mail()),
  RETRY_15M("mail.retry.15m", 6, Keeps.mail()),
  RETRY_1H("mail.retry.1h", 6, Keeps.mail()),
  RETRY_4H("mail.retry.4h", 6, Keeps.mail()),
  QUARANTINE("mail.quarantine", 6, Keeps.mail()),
  HELD("mail.held", 6, Keeps.latest()),
  DEAD_LETTER("mail.dead-letter", 1, Keeps.days(30)),
  DELIVERIES("mail.deliveries", 6, Keeps.days(30)),
  EVENTS("mail.events", 6, Keeps.days(30)),
  ORDERS("mail.orders", 1, Keeps.latest()),
  AUDIT("mail.audit", 1, Keeps.days(365)),
  STS_POLICIES("relay.sts-policies", 1, Keeps.latest()),
  REGISTRY_DOMAINS("registry.domains", 1, Keeps.latest()),
  REGISTRY_BLOCKLIST("registry.blocklist", 1, Keeps.latest()),
  REGISTRY_SIGNING_KEYS("registry.signing-keys", 1, Keeps.latest()),
  REGISTRY_POLICY_PINS("registry.policy-pins", 1, Keeps.latest()),
  REGISTRY_PUBLIC_KEYS("registry.public-keys", 1, Keeps.latest()),
  REGISTRY_AUDIT("registry.audit", 1, Keeps.days(365));

  /** The most octets of message content one record carries, so that Kafka's defaults suffice. */
  public static final int MAX_RECORD_CONTENT = 900 * 1024;

  private final String topic;
  private final int partitions;

  @SuppressWarnings("ImmutableEnumChecker") // a Map.copyOf
  private final Map<String, String> settings;

  MailTopic(String topic, int partitions, Map<String, String> settings) {
    this.topic = topic;
    this.partitions = partitions;
    this.settings = settings;
  }

  /** The topic's name on the broker. */
  public String topic() {
    return topic;
  }

  /** How many partitions it is created with; a contract for the topics replicas are assigned. */
  public int partitions() {
    return partitions;
  }

  /** The partition of all records about a message, where producers go by its id. */
  public int partitionOf(TransactionId id) {
    var key = id.value().getBytes(StandardCharsets.US_ASCII);
    return Utils.toPositive(Utils.murmur2(key)) % partitions;
  }

  /** Its settings on the broker. */
  public Map<String, String> settings() {
    return settings;
  }

  /** Whether a record here is a message that has had, or is about to have, its 250. */
  public boolean holdsAcceptedMail() {
    return switch (this) {
      case ACCEPTED, RETRY_1M, RETRY_5M, RETRY_15M, RETRY_1H, RETRY_4H, QUARANTINE, HELD -> true;
      case VERIFY,
          VERDICTS,
          SIGN,
          SIGNATURES,
          DEAD_LETTER,
          DELIVERIES,
          EVENTS,
          ORDERS,
          AUDIT,
          STS_POLICIES,
          REGISTRY_DOMAINS,
          REGISTRY_BLOCKLIST,
          REGISTRY_SIGNING_KEYS,
          REGISTRY_POLICY_PINS,
          REGISTRY_PUBLIC_KEYS,
          REGISTRY_AUDIT ->
          false;
    };
  }

  /** Whether it is a part of the registry's state, which is nowhere else. */
  public boolean holdsRegistry() {
    return switch (this) {
      case REGISTRY_DOMAINS, REGISTRY_BLOCKLIST, REGISTRY_SIGNING_KEYS, REGISTRY_POLICY_PINS ->
          true;
      case VERIFY,
          VERDICTS,
          SIGN,
          SIGNATURES,
          ACCEPTED,
          RETRY_1M,
          RETRY_5M,
          RETRY_15M,
          RETRY_1H,
          RETRY_4H,
          QUARANTINE,
          HELD,
          DEAD_LETTER,
          DELIVERIES,
          EVENTS,
          ORDERS,
          AUDIT,
          REGISTRY_PUBLIC_KEYS,
          STS_POLICIES,
          REGISTRY_AUDIT ->
          false;
    };
  }

  /** How long a topic keeps its records. Every topic carries the broker's append time. */
  private static final class Keeps {
    private static final String CLEANUP = "cleanup.policy";

    static Map<String, String> questions() {
      return settings("delete", Duration.ofHours(1), Map.of("segment.ms", "600000"));
    }

    static Map<String, String> mail() {
      return days(30);
    }

    static Map<String, String> days(int days) {
      return settings("delete", Duration.ofDays(days), Map.of());
    }

    /** Compaction at most an hour late, so that a replaced private key does not linger. */
    static Map<String, String> latest() {
      return settings(
          "compact",
          Duration.ofMillis(-1),
          Map.of("max.compaction.lag.ms", "3600000", "segment.ms", "1800000"));
    }

    private static Map<String, String> settings(
        String cleanup, Duration retention, Map<String, String> more) {
      var settings = new LinkedHashMap<String, String>();
      settings.put(CLEANUP, cleanup);
      settings.put("retention.ms", Long.toString(retention.toMillis()));
      settings.put("message.timestamp.type", "LogAppendTime");
      settings.putAll(more);
      return Map.copyOf(settings);
    }
  }
}
