package org.postseal.registry.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postseal.authentication.dns.DomainName;
import org.postseal.broker.BrokerSettings;
import org.postseal.broker.BrokerSettings.Durability;
import org.postseal.broker.EmbeddedBroker;
import org.postseal.registry.blocklist.BlockedLine;
import org.postseal.registry.key.KeyEncryptionKeys;
import org.postseal.topics.BlockedName;
import org.postseal.topics.InstanceId;

/** Kafka goes away and comes back, the registry stays. */
class JournalOutageTest {

  private static final DomainName BEFORE = DomainName.of("before.example");
  private static final DomainName DURING = DomainName.of("during.example");
  private static final DomainName AFTER = DomainName.of("after.example");

  @TempDir Path directory;

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(90).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
      Thread.sleep(50);
    }
  }

  private static ChangeOutcome block(Journal journal, DomainName domain) {
    return journal.make(
        new RegistryChange.PutOnBlocklist(
            new BlockedLine(new BlockedName.Domain(domain), "test", Optional.empty()),
            new Precondition.None()),
        "tester");
  }

  @Test
  void readsGoOnWritesAreRefusedAndBothRecover() throws Exception {
    var broker = EmbeddedBroker.start(new BrokerSettings(directory, 0, Durability.PAGE_CACHE));
    int port = broker.port();
    try (var journal =
        new Journal(
            new HashMap<>(broker.clientSettings()),
            new Journal.Replica(InstanceId.random(), Optional.empty()),
            KeyEncryptionKeys.parse(KeyEncryptionKeys.newFileText()),
            InstantSource.system())) {
      journal.start();
      await(journal::isWriter);
      assertThat(block(journal, BEFORE)).isInstanceOf(ChangeOutcome.Made.class);

      broker.close();
      assertThat(block(journal, DURING)).isInstanceOf(ChangeOutcome.Unavailable.class);
      assertThat(block(journal, DURING))
          .isEqualTo(new ChangeOutcome.NotTheWriter(Optional.empty()));
      assertThat(journal.isReady()).isTrue();
      assertThat(journal.state().blocklisted(new BlockedName.Domain(BEFORE))).isPresent();
      assertThat(journal.state().blocklisted(new BlockedName.Domain(DURING))).isEmpty();

      broker = EmbeddedBroker.start(new BrokerSettings(directory, port, Durability.PAGE_CACHE));
      await(journal::isWriter);
      assertThat(block(journal, AFTER)).isInstanceOf(ChangeOutcome.Made.class);
      assertThat(journal.state().blocklisted(new BlockedName.Domain(BEFORE))).isPresent();
      assertThat(journal.state().blocklisted(new BlockedName.Domain(AFTER))).isPresent();
    } finally {
      broker.close();
    }
  }
}
