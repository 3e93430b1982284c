package org.postseal.relay.retry;

import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Takes retry records whose time has come. */
public interface DueRecords {

  /**
   * Takes a record over.
   *
   * @param done to be run once its message is done or safely in another retry topic; never if that
   *     did not come about
   * @return completes when there was room for it; the next one of its partition waits until then
   */
  CompletableFuture<Void> take(ConsumerRecord<byte[], byte[]> record, Runnable done);
}
