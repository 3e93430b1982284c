package org.postseal.relay.delivery;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.postseal.topics.MailTopic;
import org.postseal.topics.MalformedRecordException;
import org.postseal.topics.SignQuestion;
import org.postseal.topics.Signatures;

/** Answers on the signers' topics as it is told. What it does not answer it has seen. */
final class TopicSigner implements AutoCloseable {
  static final Signatures.Outcome SIGNED =
      new Signatures.Outcome.Signed(
          "DKIM-Signature: v=1; b=ours\r\n".getBytes(StandardCharsets.US_ASCII));

  private final Queue<SignQuestion> questions = new ConcurrentLinkedQueue<>();
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final KafkaProducer<byte[], byte[]> producer;
  private final Thread thread;
  private volatile Function<SignQuestion, List<Signatures.Outcome>> manner = _ -> List.of(SIGNED);

  TopicSigner(Map<String, Object> connection) {
    var settings = new HashMap<>(connection);
    settings.remove("group.id");
    consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    var partitions =
        IntStream.range(0, MailTopic.SIGN.partitions())
            .mapToObj(partition -> new TopicPartition(MailTopic.SIGN.topic(), partition))
            .toList();
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    partitions.forEach(consumer::position);
    thread = Thread.ofPlatform().daemon().start(this::answer);
  }

  /** From now on, with this or, if the list is empty, not at all. */
  void answering(Function<SignQuestion, List<Signatures.Outcome>> how) {
    manner = how;
  }

  List<SignQuestion> questions() {
    return List.copyOf(questions);
  }

  private void answer() {
    try (consumer) {
      while (true) {
        for (var record : consumer.poll(Duration.ofMillis(200))) {
          var question = SignQuestion.of(record);
          questions.add(question);
          for (var outcome : manner.apply(question)) {
            var _ =
                producer.send(
                    new Signatures(question.transactionId(), question.asker().instance(), outcome)
                        .toRecord());
          }
        }
      }
    } catch (WakeupException _) {
      // closed
    } catch (MalformedRecordException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    consumer.wakeup();
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    producer.close();
  }
}
