package org.postseal.endtoend.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postseal.broker.FreePorts;
import org.postseal.commandline.PostsealCommand;
import org.postseal.endtoend.gateway.GuardedBroker;
import org.postseal.endtoend.gateway.Waiting;
import org.postseal.topics.MailTopic;
import org.postseal.topics.TopicPrincipal;

/** What an operator sees of groups whose records it may not read, with its own certificate. */
class OperatorWatchesTest {
  private static final byte[] ANYTHING = "anything".getBytes(StandardCharsets.US_ASCII);
  private static final Map<TopicPrincipal, MailTopic> READ =
      Map.of(
          TopicPrincipal.VERIFIER, MailTopic.VERIFY,
          TopicPrincipal.SIGNER, MailTopic.SIGN,
          TopicPrincipal.RELAY, MailTopic.ACCEPTED);

  private static final Duration LIMIT = Duration.ofSeconds(30);

  @TempDir private Path directory;

  @Test
  void theLagOfEveryGroup() throws Exception {
    try (var broker = GuardedBroker.start(directory, FreePorts.one())) {
      for (var read : READ.entrySet()) {
        write(broker, read.getValue());
        comeAsFarAsTheFirst(broker, read.getKey(), read.getValue());
      }
      var shown = top(broker);
      for (var service : READ.keySet()) {
        assertThat(shown)
            .containsPattern("(?m) " + service.principalName() + " +0 +2$")
            .doesNotContain("not known");
      }
    }
  }

  private static void write(GuardedBroker broker, MailTopic topic) throws Exception {
    try (var producer =
        new KafkaProducer<>(
            new HashMap<String, Object>(broker.clientSettings()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (int i = 0; i < 3; i++) {
        var _ = producer.send(new ProducerRecord<>(topic.topic(), 0, ANYTHING, ANYTHING)).get();
      }
    }
  }

  private static void comeAsFarAsTheFirst(
      GuardedBroker broker, TopicPrincipal service, MailTopic topic) {
    var settings = new HashMap<String, Object>(broker.clientSettings(service));
    settings.put(ConsumerConfig.GROUP_ID_CONFIG, service.principalName());
    try (var consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      var partition = new TopicPartition(topic.topic(), 0);
      consumer.assign(List.of(partition));
      Waiting.until(
          "the rules of " + service + " in force",
          LIMIT,
          () -> isCommitted(consumer, partition) ? Optional.of(true) : Optional.empty());
    }
  }

  private static boolean isCommitted(
      KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition) {
    try {
      consumer.commitSync(Map.of(partition, new OffsetAndMetadata(1)));
      return true;
    } catch (AuthorizationException _) {
      return false;
    }
  }

  private String top(GuardedBroker broker) throws IOException {
    var properties = new Properties();
    properties.putAll(broker.clientSettings(TopicPrincipal.OPERATOR));
    var file = directory.resolve("operator.properties");
    try (var writer = Files.newBufferedWriter(file)) {
      properties.store(writer, null);
    }
    var printed = new StringWriter();
    int status =
        PostsealCommand.commandLine()
            .setOut(new PrintWriter(printed, true))
            .setErr(new PrintWriter(printed, true))
            .execute("top", "--command-config", file.toString(), "--frames", "1");
    assertThat(status).as(printed.toString()).isZero();
    return printed.toString();
  }
}
