package org.postseal.relay.tlspolicy;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jboss.logging.Logger;
import org.postseal.authentication.dns.DomainName;
import org.postseal.smtpclient.sts.KeptPolicy;
import org.postseal.smtpclient.sts.PolicyMemory;
import org.postseal.smtpclient.sts.StsPolicies;
import org.postseal.smtpclient.sts.StsPolicy;
import org.postseal.topics.MalformedRecordException;
import org.postseal.topics.StsPolicyEntry;

/**
 * MTA-STS policies on {@code relay.sts-policies}: what one relay fetches all know, and a restart
 * forgets nothing.
 *
 * <p>A memory, not a duty: a policy that cannot be written costs no mail, and a record that cannot
 * be read is passed over, for a domain's policy is found by the DNS again.
 */
public final class PolicyTopic implements PolicyMemory {
  private static final Logger LOG = Logger.getLogger(PolicyTopic.class);

  /** As much as a domain may ask for (RFC 8461 §3.2). */
  private static final long LONGEST_SECONDS = 31_557_600;

  private final Consumer<ProducerRecord<byte[], byte[]>> writing;

  /**
   * @param writing stores a record sometime soon, without blocking; what fails is said there
   */
  public PolicyTopic(Consumer<ProducerRecord<byte[], byte[]>> writing) {
    this.writing = writing;
  }

  @Override
  public void keep(KeptPolicy kept) {
    var policy = kept.policy();
    writing.accept(
        new StsPolicyEntry(
                kept.domain().ascii(),
                kept.id(),
                StsPolicyEntry.Mode.valueOf(policy.mode().name()),
                policy.mx(),
                policy.maxAge().toSeconds(),
                kept.fetchedAt())
            .toRecord());
  }

  @Override
  public void forget(DomainName domain) {
    writing.accept(StsPolicyEntry.forgotten(domain.ascii()));
  }

  /** Takes the next record of the topic. */
  public static void take(ConsumerRecord<byte[], byte[]> record, StsPolicies policies) {
    try {
      var entry = StsPolicyEntry.of(record);
      if (entry.isPresent()) {
        policy(entry.get()).ifPresent(policies::learned);
      } else {
        DomainName.parse(StsPolicyEntry.domain(record)).ifPresent(policies::unlearned);
      }
    } catch (MalformedRecordException e) {
      LOG.warnf("a policy at offset %d cannot be read: %s", record.offset(), e.getMessage());
    }
  }

  private static Optional<KeptPolicy> policy(StsPolicyEntry entry) {
    return DomainName.parse(entry.domain())
        .filter(_ -> entry.maxAgeSeconds() >= 0 && entry.maxAgeSeconds() <= LONGEST_SECONDS)
        .map(
            domain ->
                new KeptPolicy(
                    domain,
                    entry.id(),
                    new StsPolicy(
                        StsPolicy.Mode.valueOf(entry.mode().name()),
                        entry.mx(),
                        Duration.ofSeconds(entry.maxAgeSeconds())),
                    entry.fetchedAt()));
  }
}
