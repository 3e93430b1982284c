package org.postseal.relay.delivery;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import org.jboss.logging.Logger;
import org.postseal.following.GroupFollower;
import org.postseal.relay.retry.ChainScan;

/**
 * Before partitions of another relay are worked on: what it finished after its last commit is
 * looked up. Its last commit is at most a minute older than its end, so little has to be read
 * however long ago that was.
 */
final class Handover {
  private static final Logger LOG = Logger.getLogger(Handover.class);

  /** Our clock and the broker's may differ by so much; they are to be set by NTP. */
  private static final Duration CLOCKS = Duration.ofMinutes(1);

  private final CompletableFuture<Void> decisions;
  private final ChainScan scan;
  private final ExecutorService threads;
  private final InstantSource clock;

  /**
   * @param decisions completes when it is known what operators decided: nothing is delivered before
   */
  Handover(
      CompletableFuture<Void> decisions,
      ChainScan scan,
      ExecutorService threads,
      InstantSource clock) {
    this.decisions = decisions;
    this.scan = scan;
    this.threads = threads;
    this.clock = clock;
  }

  /** Completes when it is known what was done since these commits. */
  CompletableFuture<Void> look(Collection<Optional<Instant>> commits) {
    var since =
        commits.stream()
            .map(at -> at.orElse(clock.instant()))
            .min(Instant::compareTo)
            .orElse(clock.instant())
            .minus(GroupFollower.SAY_ALL_EVERY)
            .minus(CLOCKS);
    return decisions.thenRunAsync(
        () -> {
          try {
            scan.since(since);
          } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
          } catch (RuntimeException e) {
            LOG.error("what another relay finished last is not known", e);
          }
        },
        threads);
  }
}
