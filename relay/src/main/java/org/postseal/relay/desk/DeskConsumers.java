package org.postseal.relay.desk;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Consumers that join no group: they are assigned what they read. */
public final class DeskConsumers {
  private static final int FETCHED = 8 * 1024 * 1024;

  private final Map<String, Object> connection;

  /**
   * @param kafka how to reach the brokers; contains credentials
   */
  public DeskConsumers(Map<String, Object> kafka) {
    this.connection = new HashMap<>(kafka);
    this.connection.remove(ConsumerConfig.GROUP_ID_CONFIG);
  }

  /** Of no group. */
  public Consumer<byte[], byte[]> alone() {
    return consumer(new HashMap<>(connection));
  }

  /** One that can tell where a group is. */
  Consumer<byte[], byte[]> beside(String group) {
    var settings = new HashMap<>(connection);
    settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    return consumer(settings);
  }

  private static Consumer<byte[], byte[]> consumer(Map<String, Object> settings) {
    settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "relay-desk");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCHED);
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}
