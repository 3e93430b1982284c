package org.postseal.commandline.topics;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.NewTopic;
import org.postseal.topics.MailTopic;

/**
 * A topic as it should be on a cluster of a certain size.
 *
 * @param topic what it is for
 * @param replicationFactor how many brokers keep it
 */
public record DeclaredTopic(MailTopic topic, short replicationFactor) {
  private static final int ENOUGH_FOR_A_LOST_BROKER = 3;

  /**
   * Its settings. An acknowledged record of accepted mail or of the registry has survived one
   * machine: with three replicas because two have it, with a single one because it was flushed to
   * disk.
   */
  public Map<String, String> settings() {
    var settings = new TreeMap<>(topic.settings());
    if (replicationFactor >= ENOUGH_FOR_A_LOST_BROKER) {
      settings.put("min.insync.replicas", "2");
    }
    if (replicationFactor == 1 && (topic.holdsAcceptedMail() || topic.holdsRegistry())) {
      settings.put("flush.messages", "1");
    }
    return settings;
  }

  NewTopic toNewTopic() {
    return new NewTopic(topic.topic(), topic.partitions(), replicationFactor).configs(settings());
  }

  /** Its settings that a broker has otherwise, each as a phrase. */
  List<String> differences(Map<String, String> present) {
    return settings().entrySet().stream()
        .filter(setting -> !setting.getValue().equals(present.get(setting.getKey())))
        .map(
            setting ->
                setting.getKey()
                    + " is "
                    + present.getOrDefault(setting.getKey(), "absent")
                    + ", declared "
                    + setting.getValue())
        .toList();
  }
}
