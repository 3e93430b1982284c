package org.postseal.following;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;

class PollPulseTest {
  private final PollPulse pulse = new PollPulse(Duration.ofSeconds(1));

  private static KafkaConsumer<byte[], byte[]> consumer() {
    return new KafkaConsumer<>(
        Map.of("bootstrap.servers", "127.0.0.1:1"),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }

  /** Kafka is away here, which is no reason. */
  @Test
  void aConsumerThatIsPolledNoMoreIsSeen() throws Exception {
    try (var consumer = consumer()) {
      assertThat(pulse.standstill(consumer)).as("not begun").isEmpty();
      consumer.assign(List.of(new TopicPartition("t", 0)));
      consumer.poll(Duration.ofMillis(10));
      assertThat(pulse.standstill(consumer)).isEmpty();

      Thread.sleep(2500); // what is measured is time without a poll

      assertThat(pulse.standstill(consumer).orElse("")).startsWith("not polled for ");
      consumer.poll(Duration.ofMillis(10));
      assertThat(pulse.standstill(consumer)).isEmpty();
    }
  }

  @Test
  void aConsumerThatWasClosedIsSeen() {
    var consumer = consumer();
    consumer.assign(List.of(new TopicPartition("t", 0)));
    consumer.poll(Duration.ofMillis(10));
    assertThat(pulse.standstill(consumer)).isEmpty();

    consumer.close();

    assertThat(pulse.standstill(consumer)).contains("its consumer is closed");
  }
}
