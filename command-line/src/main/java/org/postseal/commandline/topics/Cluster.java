package org.postseal.commandline.topics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;

/** What is on a cluster, and what is added to it; waits for each answer. */
final class Cluster implements AutoCloseable {
  private static final Duration IN_FORCE_PATIENCE = Duration.ofMinutes(1);
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final Admin admin;

  Cluster(Map<String, Object> clientSettings) {
    this.admin = Admin.create(clientSettings);
  }

  /** Partitions and settings of a topic that exists. */
  record PresentTopic(int partitions, Map<String, String> settings) {}

  /** A cluster that did not do as asked, in one line for people. */
  static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
      super(message);
    }

    RefusedException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** Those of the topics that exist. */
  Map<String, PresentTopic> present(Set<String> names) throws RefusedException {
    var found = new ArrayList<>(answer(admin.listTopics().names()));
    found.retainAll(names);
    var descriptions = answer(admin.describeTopics(found).allTopicNames());
    var settings =
        answer(
            admin
                .describeConfigs(
                    found.stream()
                        .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                        .toList())
                .all());
    var present = new HashMap<String, PresentTopic>();
    settings.forEach(
        (resource, config) ->
            present.put(
                resource.name(),
                new PresentTopic(
                    partitions(descriptions.get(resource.name())), text(config.entries()))));
    return present;
  }

  private static int partitions(TopicDescription description) {
    return description.partitions().size();
  }

  private static Map<String, String> text(Collection<ConfigEntry> entries) {
    return entries.stream()
        .filter(entry -> entry.value() != null)
        .collect(Collectors.toMap(ConfigEntry::name, ConfigEntry::value));
  }

  /** Creates topics; one that came into being since it was looked for is as good. */
  void create(List<NewTopic> topics) throws RefusedException {
    for (var created : admin.createTopics(topics).values().values()) {
      try {
        answer(created);
      } catch (RefusedException e) {
        if (!(e.getCause() instanceof TopicExistsException)) {
          throw e;
        }
      }
    }
  }

  /** Every access rule of the cluster. */
  Collection<AclBinding> rules() throws RefusedException {
    return answer(admin.describeAcls(AclBindingFilter.ANY).values());
  }

  /** Adds access rules and waits until a broker goes by them: it learns of them a moment later. */
  void allow(List<AclBinding> rules) throws RefusedException {
    answer(admin.createAcls(rules).all());
    long end = System.nanoTime() + IN_FORCE_PATIENCE.toNanos();
    while (!rules().containsAll(rules)) {
      if (System.nanoTime() > end) {
        throw new RefusedException("access rules were added, and are not in force yet");
      }
      try {
        Thread.sleep(PAUSE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new RefusedException("interrupted", e);
      }
    }
  }

  private static <T> T answer(KafkaFuture<T> future) throws RefusedException {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RefusedException("interrupted", e);
    } catch (ExecutionException e) {
      var cause = e.getCause() == null ? e : e.getCause();
      throw new RefusedException(
          cause.getClass().getSimpleName() + ": " + cause.getMessage(), cause);
    }
  }

  @Override
  public void close() {
    admin.close();
  }
}
