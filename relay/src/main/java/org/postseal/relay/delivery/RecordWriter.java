package org.postseal.relay.delivery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jboss.logging.Logger;

/** Writes records and waits for their acknowledgement by all in-sync replicas. */
public final class RecordWriter {
  private static final Logger LOG = Logger.getLogger(RecordWriter.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Producer<byte[], byte[]> producer;

  public RecordWriter(Producer<byte[], byte[]> producer) {
    this.producer = producer;
  }

  /**
   * Returns when every record is stored; while Kafka is away that takes until it is back. None may
   * be lost: neither a message to be tried again or given up, nor the news of a delivery.
   *
   * @throws InterruptedException if the process is stopping: then nothing may be acknowledged
   */
  public void store(List<ProducerRecord<byte[], byte[]>> records) throws InterruptedException {
    var left = records;
    while (true) {
      left = failed(left);
      if (left.isEmpty()) {
        return;
      }
      LOG.warnf("%d records not stored yet; trying again", left.size());
      Thread.sleep(PAUSE);
    }
  }

  private List<ProducerRecord<byte[], byte[]>> failed(List<ProducerRecord<byte[], byte[]>> records)
      throws InterruptedException {
    var written = new ArrayList<CompletableFuture<Void>>(records.size());
    for (var record : records) {
      written.add(write(record));
    }
    var failed = new ArrayList<ProducerRecord<byte[], byte[]>>();
    for (int i = 0; i < records.size(); i++) {
      try {
        written.get(i).get();
      } catch (ExecutionException e) {
        LOG.debugf(e.getCause(), "record for %s not written", records.get(i).topic());
        failed.add(records.get(i));
      }
    }
    return failed;
  }

  private CompletableFuture<Void> write(ProducerRecord<byte[], byte[]> record) {
    var written = new CompletableFuture<Void>();
    try {
      var _ =
          producer.send(
              record,
              (_, failure) -> {
                if (failure == null) {
                  written.complete(null);
                } else {
                  written.completeExceptionally(failure);
                }
              });
    } catch (RuntimeException e) { // no metadata in time, or the producer is closed
      written.completeExceptionally(e);
    }
    return written;
  }
}
