package org.postseal.relay.desk;

import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.postseal.topics.OperatorOrder.Action;

/** What the desk needs of the relay it belongs to. */
public interface DeskBooks extends Returning {

  /** Stores records for good. Blocks until they are. */
  void store(List<ProducerRecord<byte[], byte[]>> records) throws InterruptedException;

  /** Something was done with one message or destination. */
  void acted(Action action);

  /** The relay and its instance, as events name it. */
  String source();
}
