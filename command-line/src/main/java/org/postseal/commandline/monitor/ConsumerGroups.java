package org.postseal.commandline.monitor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaFuture;

/** Which groups read the gateway's topics, and how far each is behind. */
final class ConsumerGroups implements AutoCloseable {
  private static final long PATIENCE_S = 10;

  private final Admin admin;

  /**
   * A group of consumers.
   *
   * @param members consumers in it, which for a service is its replicas' channels
   * @param lag records not committed yet, all partitions together
   */
  record Group(String name, int members, long lag) {}

  /** What is known of the groups now, or why nothing is. */
  sealed interface Report {
    record Known(List<Group> groups) implements Report {}

    record Unknown(String reason) implements Report {}
  }

  ConsumerGroups(Map<String, Object> clientSettings) {
    this.admin = Admin.create(clientSettings);
  }

  Report report() {
    try {
      var names =
          answer(admin.listGroups(ListGroupsOptions.forConsumerGroups()).all()).stream()
              .map(GroupListing::groupId)
              .sorted()
              .toList();
      var descriptions = answer(admin.describeConsumerGroups(names).all());
      var groups = new ArrayList<Group>();
      for (var name : names) {
        groups.add(new Group(name, descriptions.get(name).members().size(), lag(name)));
      }
      return new Report.Known(groups);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new Report.Unknown("interrupted");
    } catch (ExecutionException e) {
      return new Report.Unknown(String.valueOf(e.getCause()));
    } catch (TimeoutException _) {
      return new Report.Unknown("no answer within " + PATIENCE_S + " s");
    }
  }

  private long lag(String group) throws InterruptedException, ExecutionException, TimeoutException {
    var committed =
        answer(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
            .entrySet()
            .stream()
            .filter(entry -> entry.getValue() != null)
            .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().offset()));
    var ends =
        answer(
            admin
                .listOffsets(
                    committed.keySet().stream()
                        .collect(Collectors.toMap(p -> p, _ -> OffsetSpec.latest())))
                .all());
    return ends.entrySet().stream()
        .mapToLong(end -> Math.max(0, end.getValue().offset() - committed.get(end.getKey())))
        .sum();
  }

  private static <T> T answer(KafkaFuture<T> future)
      throws InterruptedException, ExecutionException, TimeoutException {
    return future.get(PATIENCE_S, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    admin.close();
  }
}
