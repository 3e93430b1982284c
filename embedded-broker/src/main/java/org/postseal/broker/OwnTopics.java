package org.postseal.broker;

import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InvalidMetadataException;
import org.postseal.topics.MailTopic;

/** The topics of the design in this broker: made where absent, usable when {@link #create} ends. */
record OwnTopics(BrokerSettings.Durability durability) {
  private static final long ADMIN_TIMEOUT_S = 60;
  private static final long CHANGE_POLL_MS = 20;

  void create(Map<String, String> clientSettings) throws IOException {
    try (var admin = Admin.create(new HashMap<>(clientSettings))) {
      var present = admin.listTopics().names().get(ADMIN_TIMEOUT_S, TimeUnit.SECONDS);
      var absent =
          Arrays.stream(MailTopic.values())
              .filter(topic -> !present.contains(topic.topic()))
              .map(this::newTopic)
              .toList();
      admin.createTopics(absent).all().get(ADMIN_TIMEOUT_S, TimeUnit.SECONDS);
      var others =
          Arrays.stream(MailTopic.values())
              .filter(topic -> present.contains(topic.topic()))
              .toList();
      var changes = flushChanges(admin, others);
      if (!changes.isEmpty()) {
        admin.incrementalAlterConfigs(changes).all().get(ADMIN_TIMEOUT_S, TimeUnit.SECONDS);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(ADMIN_TIMEOUT_S);
        while (!flushChanges(admin, others).isEmpty()) {
          if (System.nanoTime() > end) {
            throw new IOException("changed settings of topics do not come into force");
          }
          Thread.sleep(CHANGE_POLL_MS);
        }
      }
      awaitLeaders(admin);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while creating topics", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("cannot create topics, or their partitions have no leader", e);
    }
  }

  /** A topic is there before its partitions are: only a leader says where a partition begins. */
  private static void awaitLeaders(Admin admin)
      throws InterruptedException, ExecutionException, TimeoutException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(ADMIN_TIMEOUT_S);
    while (true) {
      try {
        beginnings(admin);
        return;
      } catch (ExecutionException e) {
        // What the controller has made the broker hears of a moment later.
        if (!(e.getCause() instanceof InvalidMetadataException) || System.nanoTime() > end) {
          throw e;
        }
        Thread.sleep(CHANGE_POLL_MS);
      }
    }
  }

  private static void beginnings(Admin admin)
      throws InterruptedException, ExecutionException, TimeoutException {
    var names = Arrays.stream(MailTopic.values()).map(MailTopic::topic).toList();
    var asked = new HashMap<TopicPartition, OffsetSpec>();
    var topics = admin.describeTopics(names).allTopicNames().get(ADMIN_TIMEOUT_S, TimeUnit.SECONDS);
    topics.forEach(
        (name, topic) ->
            topic
                .partitions()
                .forEach(
                    one ->
                        asked.put(
                            new TopicPartition(name, one.partition()), OffsetSpec.earliest())));
    admin.listOffsets(asked).all().get(ADMIN_TIMEOUT_S, TimeUnit.SECONDS);
  }

  private NewTopic newTopic(MailTopic topic) {
    var settingsHere = new HashMap<>(topic.settings());
    settingsHere.put(flush(topic).name(), flush(topic).value());
    return new NewTopic(topic.topic(), topic.partitions(), (short) 1).configs(settingsHere);
  }

  /** What has to be changed, now, of topics that were made with another durability. */
  private Map<ConfigResource, Collection<AlterConfigOp>> flushChanges(
      Admin admin, List<MailTopic> topics)
      throws InterruptedException, ExecutionException, TimeoutException {
    var resources = new HashMap<ConfigResource, ConfigEntry>();
    topics.forEach(
        topic ->
            resources.put(
                new ConfigResource(ConfigResource.Type.TOPIC, topic.topic()), flush(topic)));
    var current =
        admin.describeConfigs(resources.keySet()).all().get(ADMIN_TIMEOUT_S, TimeUnit.SECONDS);
    var changes = new HashMap<ConfigResource, Collection<AlterConfigOp>>();
    resources.forEach(
        (resource, wanted) -> {
          if (!current.get(resource).get(wanted.name()).value().equals(wanted.value())) {
            changes.put(resource, List.of(new AlterConfigOp(wanted, AlterConfigOp.OpType.SET)));
          }
        });
    return changes;
  }

  /**
   * Without a second replica an acknowledgement must mean the disk, or it means nothing. Set on
   * topics that are there already too: the setting may have changed since they were created.
   */
  private ConfigEntry flush(MailTopic topic) {
    boolean eachRecord =
        switch (durability) {
          case DISK -> topic.holdsAcceptedMail() || topic.holdsRegistry();
          case PAGE_CACHE -> false;
        };
    return new ConfigEntry("flush.messages", eachRecord ? "1" : Long.toString(Long.MAX_VALUE));
  }
}
