package org.postseal.topics;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.apache.kafka.common.utils.Utils;

/**
 * Names one running process for as long as it runs. A replica that asks on {@code mail.verify} or
 * {@code mail.sign} assigns the reply partition its id hashes to; replicas that share a partition
 * drop each other's answers.
 */
public record InstanceId(String value) {
  /** How many partitions {@code mail.verdicts} and {@code mail.signatures} have. */
  public static final int REPLY_PARTITIONS = 64;

  public InstanceId {
    if (value.isEmpty() || value.length() > 64) {
      throw new IllegalArgumentException("an instance id has 1 to 64 characters");
    }
  }

  /** A random id. */
  public static InstanceId random() {
    return new InstanceId(UUID.randomUUID().toString());
  }

  /** The partition on which answers to this instance are written. */
  public int replyPartition() {
    return Utils.toPositive(Utils.murmur2(value.getBytes(StandardCharsets.UTF_8)))
        % REPLY_PARTITIONS;
  }

  @Override
  public String toString() {
    return value;
  }
}
