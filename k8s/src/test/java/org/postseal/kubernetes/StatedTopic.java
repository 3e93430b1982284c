package org.postseal.kubernetes;

import io.strimzi.api.kafka.model.topic.KafkaTopic;
import java.util.Map;
import java.util.TreeMap;
import org.postseal.commandline.topics.DeclaredTopic;

/** A topic as a manifest states it, to be compared with what the code declares. */
record StatedTopic(String name, int partitions, int replicas, Map<String, String> settings) {

  static StatedTopic of(KafkaTopic topic) {
    var settings = new TreeMap<String, String>();
    topic.getSpec().getConfig().forEach((key, value) -> settings.put(key, value.toString()));
    var spec = topic.getSpec();
    return new StatedTopic(
        topic.getMetadata().getName(), spec.getPartitions(), spec.getReplicas(), settings);
  }

  static StatedTopic of(DeclaredTopic declared) {
    return new StatedTopic(
        declared.topic().topic(),
        declared.topic().partitions(),
        declared.replicationFactor(),
        new TreeMap<>(declared.settings()));
  }
}
