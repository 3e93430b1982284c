package org.postseal.relay.delivery;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;
import org.postseal.observation.MessageSpan;
import org.postseal.relay.retry.ChainMemory;
import org.postseal.relay.retry.ChainScan;
import org.postseal.relay.route.NextHop;
import org.postseal.relay.route.Recipient;
import org.postseal.relay.sharing.HostKey;
import org.postseal.relay.sharing.HostShares;
import org.postseal.relay.sharing.WorkClass;
import org.postseal.smtpclient.Outcome;

/**
 * All messages that arrived and are not finished. What waits is where it lies; each next hop of a
 * message has a claim on its host, and is visited on a virtual thread of its own when it is its
 * turn. When all were visited, or parked, the message is concluded.
 *
 * <p>A message of several next hops is held together no longer than it takes: once it is begun, a
 * hop that found no place within {@link Patience#hop} is parked.
 */
final class Deliveries {
  private static final Logger LOG = Logger.getLogger(Deliveries.class);

  /** Open records of a partition beyond which what finds no place is parked at once. */
  private static final int CROWDED = 384;

  /** Octets of what arrived and was not yet looked at. */
  private static final long PLANNING_OCTETS = 16L * 1024 * 1024;

  /** Messages concluded without an attempt at a time: each has its content in memory. */
  private static final int PARKED_AT_ONCE = 16;

  private static final int CONCLUSIONS = 3;

  private final MessageDelivery delivery;
  private final HostShares<HopClaim> shares;
  private final HopHosts hosts;
  private final ContentReader contents;
  private final Losses losses;
  private final ChainMemory chains;
  private final HeldContent held;
  private final Patience patience;
  private final ExecutorService threads;
  private final RelayMetrics metrics;
  private final InstantSource clock;

  private final Set<Consignment> alive = ConcurrentHashMap.newKeySet();
  private final AtomicInteger begun = new AtomicInteger();
  private final AtomicInteger planning = new AtomicInteger();
  private final AtomicLong planningOctets = new AtomicLong();
  private final Semaphore parking = new Semaphore(PARKED_AT_ONCE);
  private volatile long movedAt = System.nanoTime();
  private volatile boolean stopping;

  /**
   * How long something may wait.
   *
   * @param hop of a message that is begun, for a place
   * @param planning records that arrived and were not yet looked at
   */
  record Patience(Duration hop, int planning) {}

  /** Where messages are read from, and what becomes of those that are none. */
  record Contents(ContentReader reader, HeldContent held, Losses losses, ChainMemory chains) {}

  Deliveries(
      MessageDelivery delivery,
      HostShares<HopClaim> shares,
      HopHosts hosts,
      Contents contents,
      Patience patience,
      ExecutorService threads,
      RelayMetrics metrics,
      InstantSource clock) {
    this.delivery = delivery;
    this.shares = shares;
    this.hosts = hosts;
    this.contents = contents.reader();
    this.held = contents.held();
    this.losses = contents.losses();
    this.chains = contents.chains();
    this.patience = patience;
    this.threads = threads;
    this.metrics = metrics;
    this.clock = clock;
  }

  boolean hasRoom() {
    return planning.get() < patience.planning() && planningOctets.get() < PLANNING_OCTETS;
  }

  /** What is known of a message when it arrives. */
  sealed interface Sight {
    /** All of it. */
    record AtHand(ConsumerRecord<byte[], byte[]> record) implements Sight {}

    /** Whom it is for; its content is read when it is its turn. */
    record Elsewhere(Addressed addressed) implements Sight {}
  }

  /** Takes a message over. */
  void arrived(Consignment consignment, Sight sight) {
    if (alive.isEmpty()) {
      movedAt = System.nanoTime();
    }
    alive.add(consignment);
    planning.incrementAndGet();
    planningOctets.addAndGet(consignment.octets());
    threads.execute(() -> guarded(consignment, () -> plan(consignment, sight)));
  }

  /** Something to be done about one message on a thread of its own. */
  private interface Work {
    void run() throws InterruptedException;
  }

  private void guarded(Consignment consignment, Work work) {
    try {
      work.run();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // stopping: the next replica begins anew
    } catch (RuntimeException e) {
      LOG.errorf(e, "%s broke", consignment);
      metrics.fault();
      threads.execute(() -> guarded(consignment, () -> bury(consignment, e)));
    }
  }

  private void plan(Consignment consignment, Sight sight) throws InterruptedException {
    Optional<Addressed> addressed;
    try {
      addressed = addressed(consignment, sight);
    } finally {
      planning.decrementAndGet();
      planningOctets.addAndGet(-consignment.octets());
    }
    if (addressed.isEmpty()) {
      return; // it was no message, and that is recorded
    }
    var due = notHandledBefore(consignment, addressed.get());
    if (addressed.get().owed() && !due.isEmpty()) {
      if (begin(consignment)) {
        concludeUnvisited(consignment);
      }
      return;
    }
    var hops = delivery.hops(due);
    if (hops.isEmpty()) {
      if (begin(consignment)) {
        finish(consignment);
      }
      return;
    }
    consignment.expect(hops.size());
    if (hops.keySet().stream().allMatch(hop -> hosts.known(hop).isPresent())) {
      hops.forEach((hop, recipients) -> claim(consignment, hop, recipients, hosts.find(hop)));
    } else {
      keepOrDrop(consignment);
      askForHosts(consignment, hops);
    }
    dispatch();
    if (!consignment.isBegun() && !crowdedOut(consignment)) {
      keepOrDrop(consignment);
    }
  }

  /**
   * Whom a message is for, and which step of its chain this is.
   *
   * @param owed whether only a report to its sender is missing
   */
  record Addressed(
      List<String> forwardPaths, int step, Optional<ChainMemory.Place> place, boolean owed) {}

  private Optional<Addressed> addressed(Consignment consignment, Sight sight)
      throws InterruptedException {
    return switch (sight) {
      case Sight.AtHand(var record) ->
          message(consignment, contents.found(record, consignment.lies()))
              .map(
                  message ->
                      new Addressed(
                          message.envelope().forwardPaths(),
                          message.history().steps(),
                          Optional.of(ChainScan.place(record))
                              .filter(_ -> consignment.lies() instanceof Lies.InARetry),
                          message.history().owed().isPresent()));
      case Sight.Elsewhere(var whole) -> Optional.of(whole);
    };
  }

  /**
   * A step of a chain is taken once: not if the next is written already, nor if another record says
   * the same and was written before.
   */
  private List<String> notHandledBefore(Consignment consignment, Addressed addressed) {
    var id = consignment.transactionId();
    if (id.isEmpty()) {
      return addressed.forwardPaths();
    }
    var handled =
        chains.written(
            new ChainMemory.Step(id.get(), addressed.step() + 1), addressed.forwardPaths());
    addressed
        .place()
        .ifPresent(
            place -> {
              var step = new ChainMemory.Step(id.get(), addressed.step());
              chains.remember(step, place, addressed.forwardPaths());
              handled.addAll(chains.writtenBefore(step, place));
            });
    handled.addAll(delivery.takenOut(id.get(), addressed.step(), addressed.forwardPaths()));
    handled.retainAll(addressed.forwardPaths());
    if (!handled.isEmpty()) {
      metrics.suppressed(handled.size());
      LOG.infof("%s: %d recipients were handled before", consignment, handled.size());
      consignment.skip(handled);
    }
    return consignment.due(addressed.forwardPaths());
  }

  private void keepOrDrop(Consignment consignment) {
    if (consignment.message().isPresent() && !held.keep(consignment)) {
      consignment.drop();
    }
  }

  private void askForHosts(Consignment consignment, Map<NextHop, List<Recipient>> hops) {
    hops.forEach(
        (hop, recipients) ->
            threads.execute(
                () ->
                    guarded(
                        consignment,
                        () -> {
                          claim(consignment, hop, recipients, hosts.find(hop));
                          dispatch();
                        })));
  }

  private void claim(
      Consignment consignment, NextHop hop, List<Recipient> recipients, HostKey host) {
    var claim = new HopClaim(consignment, hop, host);
    if (stopping) {
      consignment.withdraw();
      return;
    }
    if (delivery.isSuspended(recipients, hosts.names(hop))) {
      unvisited(consignment, Visit.parked(hop, recipients));
      return;
    }
    switch (shares.arrive(host, claim, System.nanoTime())) {
      case WAITS -> {}
      case FULL -> unvisited(consignment, Visit.parked(hop, recipients));
      case RESTING -> unvisited(consignment, resting(hop, recipients, host));
    }
  }

  private Visit resting(NextHop hop, List<Recipient> recipients, HostKey host) {
    var outcome = new Outcome.Deferred(shares.lastLoss(host));
    var reached = hosts.names(hop).stream().findFirst().map(Reached::notTried);
    return Visit.of(
        hop, recipients, MessageDelivery.all(recipients, outcome), reached.orElse(Reached.NOBODY));
  }

  /** Too much of its partition is open for it to wait here. */
  private boolean crowdedOut(Consignment consignment) {
    if (consignment.openInPartition() < CROWDED) {
      return false;
    }
    var claims = shares.withdraw(claim -> claim.consignment().equals(consignment));
    claims.forEach(claim -> unvisited(claim, true));
    return !claims.isEmpty();
  }

  /** A hop that is not visited this time. */
  private void unvisited(Consignment consignment, Visit visit) {
    if (begin(consignment) && consignment.visited(visit)) {
      concludeUnvisited(consignment);
    }
  }

  private void unvisited(HopClaim claim, boolean parked) {
    var consignment = claim.consignment();
    threads.execute(
        () ->
            guarded(
                consignment,
                () -> {
                  parking.acquire();
                  try {
                    var message = read(consignment);
                    if (message.isEmpty()) {
                      return;
                    }
                    var recipients = recipients(consignment, message.get(), claim.hop());
                    var visit =
                        parked
                            ? Visit.parked(claim.hop(), recipients)
                            : resting(claim.hop(), recipients, claim.host());
                    if (begin(consignment) && consignment.visited(visit)) {
                      conclude(consignment, message.get());
                    }
                  } finally {
                    parking.release();
                  }
                }));
  }

  private void concludeUnvisited(Consignment consignment) {
    threads.execute(
        () ->
            guarded(
                consignment,
                () -> {
                  parking.acquire();
                  try {
                    var message = read(consignment);
                    if (message.isPresent()) {
                      conclude(consignment, message.get());
                    }
                  } finally {
                    parking.release();
                  }
                }));
  }

  private boolean begin(Consignment consignment) {
    return switch (consignment.begin()) {
      case NOW -> {
        begun.incrementAndGet();
        held.release(consignment);
        yield true;
      }
      case BEFORE -> true;
      case NEVER -> false;
    };
  }

  private List<Recipient> recipients(Consignment consignment, DueMessage message, NextHop hop) {
    return delivery
        .hops(consignment.due(message.envelope().forwardPaths()))
        .getOrDefault(hop, List.of());
  }

  /** Begins what may begin now. */
  private void dispatch() {
    if (!stopping) {
      begin(shares.next(System.nanoTime()));
    }
  }

  private void begin(List<HopClaim> claims) {
    for (var claim : claims) {
      if (begin(claim.consignment())) {
        threads.execute(() -> visit(claim));
      } else {
        shares.ended(claim, new HostShares.End.Unknown(), System.nanoTime());
      }
    }
  }

  private void visit(HopClaim claim) {
    var consignment = claim.consignment();
    guarded(
        consignment,
        () -> {
          Optional<DueMessage> message = Optional.empty();
          HostShares.End end = new HostShares.End.Unknown();
          Optional<Visit> visit = Optional.empty();
          try {
            message = read(consignment);
            if (message.isPresent()) {
              var whole = span(consignment, message.get());
              var recipients = recipients(consignment, message.get(), claim.hop());
              if (delivery.isSuspended(recipients, hosts.names(claim.hop()))) {
                visit = Optional.of(Visit.parked(claim.hop(), recipients)); // since it waits
              } else {
                visit = Optional.of(delivery.visit(claim.hop(), recipients, message.get(), whole));
                end = end(visit.get());
              }
            }
          } finally {
            shares
                .ended(claim, end, System.nanoTime())
                .forEach(waiting -> unvisited(waiting, false));
            dispatch();
          }
          if (visit.isPresent() && consignment.visited(visit.get())) {
            conclude(consignment, message.orElseThrow());
          }
        });
  }

  private MessageSpan span(Consignment consignment, DueMessage message) {
    synchronized (consignment) {
      if (consignment.span().isEmpty()) {
        consignment.spanned(delivery.begin(message));
      }
      return consignment.span().orElseThrow();
    }
  }

  /** What an attempt says about the host: silence, or a session that broke off, is a loss. */
  static HostShares.End end(Visit visit) {
    if (visit.fault().isPresent() || visit.outcomes().isEmpty()) {
      return new HostShares.End.Unknown();
    }
    var outcomes = visit.outcomes().get().values();
    if (outcomes.stream().allMatch(Deliveries::isLoss)) {
      return outcomes.stream()
          .findFirst()
          .<HostShares.End>map(first -> new HostShares.End.Lost(first.reply()))
          .orElse(new HostShares.End.Unknown());
    }
    return new HostShares.End.Answered();
  }

  private static boolean isLoss(Outcome outcome) {
    return outcome instanceof Outcome.Deferred(var reply)
        && (reply.startsWith("451 4.4.1")
            || reply.startsWith("451 4.4.2")
            || reply.startsWith("421"));
  }

  /** The message, at hand or from where it lies. Nothing if it is none: then that is recorded. */
  private Optional<DueMessage> read(Consignment consignment) throws InterruptedException {
    var present = consignment.message();
    if (present.isPresent()) {
      return present;
    }
    consignment.reading().lockInterruptibly();
    try {
      var meanwhile = consignment.message();
      return meanwhile.isPresent()
          ? meanwhile
          : message(consignment, contents.read(consignment.lies()));
    } finally {
      consignment.reading().unlock();
    }
  }

  private Optional<DueMessage> message(Consignment consignment, ContentReader.Found found)
      throws InterruptedException {
    if (found instanceof ContentReader.Found.Message(var message)) {
      consignment.hold(message);
      return Optional.of(message);
    }
    if (begin(consignment)) {
      losses.record(consignment, found);
      finish(consignment);
    }
    return Optional.empty();
  }

  private void conclude(Consignment consignment, DueMessage message) throws InterruptedException {
    while (true) {
      try {
        delivery.conclude(message, consignment.visits());
        break;
      } catch (RuntimeException e) {
        if (consignment.concluding() >= CONCLUSIONS) {
          throw e;
        }
        LOG.errorf(e, "%s cannot be concluded yet", consignment);
        metrics.fault();
        Thread.sleep(Duration.ofSeconds(1));
      }
    }
    finish(consignment);
  }

  private void finish(Consignment consignment) {
    if (!consignment.finish()) {
      return;
    }
    consignment.span().ifPresent(MessageSpan::end);
    held.release(consignment);
    alive.remove(consignment);
    movedAt = System.nanoTime();
    begun.decrementAndGet();
  }

  /** A bug, and no way on: the message is kept where operators find it. */
  private void bury(Consignment consignment, RuntimeException why) throws InterruptedException {
    if (begin(consignment)) {
      losses.bury(consignment, why);
      finish(consignment);
    }
  }

  /** Now and then: memory of what hangs is let go of, hops that wait too long are parked. */
  void tick() {
    long now = System.nanoTime();
    shares
        .turnedSlow(now)
        .forEach(claim -> claim.consignment().message().ifPresent(DueMessage::letGo));
    shares
        .withdraw(
            claim ->
                claim.consignment().isBegun() && now - claim.since() > patience.hop().toNanos())
        .forEach(claim -> unvisited(claim, true));
    if (!stopping) {
      begin(shares.nextOfAll(now));
    }
  }

  /** These partitions are somebody else's: what is not begun is his. */
  void revoked(Collection<TopicPartition> partitions) {
    for (var consignment : alive) {
      if (partitions.contains(consignment.lies().place())) {
        withdraw(consignment);
      }
    }
    shares.withdraw(
        claim -> !claim.consignment().isBegun() && !alive.contains(claim.consignment()));
  }

  private void withdraw(Consignment consignment) {
    if (consignment.withdraw()) {
      held.release(consignment);
      alive.remove(consignment);
    }
  }

  /** Messages of a class that are here, and not finished. */
  long here(WorkClass work) {
    return alive.stream().filter(one -> one.work() == work).count();
  }

  /** Since when the oldest message of a class has been here. */
  Duration oldest(WorkClass work) {
    var now = clock.instant();
    return alive.stream()
        .filter(one -> one.work() == work)
        .map(one -> Duration.between(one.arrivedAt(), now))
        .max(Duration::compareTo)
        .filter(age -> !age.isNegative())
        .orElse(Duration.ZERO);
  }

  /** How long nothing was finished although something is here. */
  Duration standing() {
    return alive.isEmpty() ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - movedAt);
  }

  /** All that is here and not finished, begun or waiting. */
  Collection<Consignment> unfinished() {
    return List.copyOf(alive);
  }

  /** Begins nothing more and lets what runs finish, for so long; then it is broken off. */
  void stop(Duration grace) {
    stopping = true;
    alive.forEach(this::withdraw);
    shares.withdraw(_ -> true).stream()
        .filter(claim -> claim.consignment().isBegun())
        .forEach(claim -> unvisited(claim, true));
    long deadline = System.nanoTime() + grace.toNanos();
    try {
      while (begun.get() > 0 && System.nanoTime() - deadline < 0) {
        Thread.sleep(20);
      }
      if (begun.get() > 0) {
        LOG.warnf("%d deliveries broken off; they begin anew elsewhere", begun.get());
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Breaks off what still runs. */
  void close() {
    threads.shutdownNow();
    try {
      var _ = threads.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
