package org.postseal.answering;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.postseal.topics.Asker;
import org.postseal.topics.MalformedRecordException;

/**
 * What a service knows about its questions. Called on many threads at once.
 *
 * @param <Q> the question
 */
public interface Answerer<Q> {

  /**
   * Reads a question.
   *
   * @throws MalformedRecordException the record is none
   */
  Q question(ConsumerRecord<byte[], byte[]> record) throws MalformedRecordException;

  /** Who asks, and for how long it waits. */
  Asker asker(Q question);

  /**
   * The answer, as a record for the asker's partition.
   *
   * @param place to be left while others are waited for
   * @throws MalformedRecordException what the question carries cannot be worked with
   */
  ProducerRecord<byte[], byte[]> answer(Q question, Place place) throws MalformedRecordException;
}
