package org.postseal.relay.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.postseal.relay.retry.ChainMemory;
import org.postseal.relay.retry.ChainScan;

class HandoverTest {
  private final CompletableFuture<Void> decisions = new CompletableFuture<>();
  private boolean scanned;

  /** Else a relay that starts delivers to a suspended domain, or what somebody has taken out. */
  @Test
  void nothingIsWorkedOnBeforeItIsKnownWhatWasDecided() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var scan =
          new ChainScan(
              () -> {
                scanned = true;
                throw new IllegalStateException("no Kafka in this test");
              },
              new ChainMemory());
      var looking =
          new Handover(decisions, scan, threads, InstantSource.system())
              .look(List.of(Optional.of(Instant.now())));
      assertThat(looking).isNotDone();
      assertThat(scanned).isFalse();

      decisions.complete(null);

      looking.get(10, TimeUnit.SECONDS);
      assertThat(scanned).isTrue();
    }
  }
}
