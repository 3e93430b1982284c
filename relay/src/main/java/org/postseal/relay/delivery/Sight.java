package org.postseal.relay.delivery;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What is known of a message when it arrives. */
sealed interface Sight {
  /** All of it. */
  record AtHand(ConsumerRecord<byte[], byte[]> record) implements Sight {}

  /** Whom it is for; its content is read when it is its turn. */
  record Elsewhere(Addressed addressed) implements Sight {}
}
