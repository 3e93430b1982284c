package org.postseal.following;

import org.apache.kafka.common.TopicPartition;

/** The place of one taken record: what waits is its place, not its content. */
public final class Place {
  private final PartitionProgress progress;
  private final int log;
  private final long offset;

  Place(PartitionProgress progress, int log, long offset) {
    this.progress = progress;
    this.log = log;
    this.offset = offset;
  }

  public TopicPartition partition() {
    return progress.partition();
  }

  public long offset() {
    return offset;
  }

  /** The record is done, for good. The next commit says so. */
  public void finish() {
    progress.finish(log, offset);
  }

  /** Nothing was begun and nothing will be: whoever reads the partition next takes it. */
  public void giveUp() {
    progress.giveUp(log, offset);
  }

  /** How many records of the partition are taken and not finished. */
  public int openInPartition() {
    return progress.open();
  }

  @Override
  public String toString() {
    return progress.partition() + "@" + offset;
  }
}
