package org.postseal.endtoend.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postseal.endtoend.gateway.Waiting;
import org.postseal.topics.MailTopic;

/**
 * What a registry has acknowledged is there, at all of its replicas, whoever is killed. {@code
 * -Dpostseal.test.changes=1000} makes more changes: one after the other they take minutes.
 */
class RegistryReplicasTest {
  private static final int CHANGES = Integer.getInteger("postseal.test.changes", 250);
  private static final Duration CATCH_UP = Duration.ofMinutes(1);

  @TempDir Path directory;

  @Test
  void nothingAcknowledgedIsLostWhenTheWriterAndALeaderOfTheTopicAreKilled() throws IOException {
    try (var brokers = BrokerProcesses.start(directory.resolve("brokers"))) {
      try (var replicas =
              RegistryReplicas.start(3, directory.resolve("registry"), brokers.clientSettings())
                  .awaitReady();
          var changes = begun(replicas)) {
        changes.awaitAcknowledged(CHANGES / 4);
        var victim = replicas.writer();
        victim.kill();
        victim.startAgain();
        changes.awaitAcknowledged(CHANGES * 3 / 5);
        var leader = brokers.leaderOf(MailTopic.REGISTRY_DOMAINS);
        leader.kill();
        leader.startAgain();
        changes.awaitEnd();
        replicas.awaitReady();

        assertThat(changes.mishaps()).isEmpty();
        assertThat(changes.triedAgain()).as("attempts that met an outage").isPositive();
        assertThat(changes.acknowledged()).isGreaterThanOrEqualTo(CHANGES * 3 / 4);
        var lists =
            Waiting.until(
                "the same at all replicas",
                CATCH_UP,
                () -> same(IntStream.range(0, 3).mapToObj(replicas::dump).toList()));
        assertKept(RegistryContent.of(lists.get(0), lists.get(1), lists.get(2)), changes);
      }
    }
  }

  private static ConcurrentChanges begun(RegistryReplicas replicas) throws IOException {
    assertThat(replicas.writer().isReady()).as("the election is over").isTrue();
    var made =
        replicas.send(
            replicas
                .request(0, "/domains/keys.example")
                .PUT(BodyPublishers.ofString("{}"))
                .build());
    assertThat(made.statusCode()).as(made.body()).isEqualTo(200);
    return ConcurrentChanges.begin(replicas, CHANGES);
  }

  private static Optional<List<String>> same(List<List<String>> dumps) {
    return dumps.stream().distinct().count() == 1
        ? Optional.of(dumps.getFirst())
        : Optional.empty();
  }

  private static void assertKept(RegistryContent content, ConcurrentChanges changes) {
    assertThat(content.entries()).containsAll(changes.present());
    assertThat(changes.absent()).noneMatch(name -> content.has("blocklist", name));
    assertThat(changes.winners()).isNotEmpty();
    changes
        .winners()
        .forEach(
            (name, reasons) -> {
              assertThat(reasons).as("who was the first at %s", name).hasSize(1);
              assertThat(content.entries())
                  .contains(new RegistryContent.Entry("blocklist", name, reasons.getFirst()));
            });
  }
}
