package org.postseal.endtoend.accounting;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postseal.endtoend.accounting.Fault.How;
import org.postseal.endtoend.accounting.Fault.Role;

/**
 * Which fault explains what is allowed while something fails, and only then. A delivery may be
 * repeated that was in flight at a relay, or finished so shortly before that Kafka did not know,
 * when that relay was killed or paused, when the broker could not be told, or when the next hop
 * went away before its reply. An orderly stop of a relay explains nothing: it repeats nothing.
 */
final class Causes {
  /** A reply on its way, and the 250 ms after which Kafka knows; generously, for slow machines. */
  static final Duration BEFORE = Duration.ofSeconds(5);

  /** Until a group has noticed that somebody is back or gone (6 s), and settled. */
  static final Duration AFTER = Duration.ofSeconds(15);

  /** How long a durable write may stay open, {@code delivery.timeout.ms}. */
  private static final Duration WRITE = Duration.ofMinutes(2);

  private static final Set<Role> REPEAT = EnumSet.of(Role.RELAY, Role.BROKER, Role.NEXT_HOP);
  private static final Set<Role> LEAVE_OPEN = EnumSet.of(Role.BROKER, Role.INGRESS);

  private final List<Fault> faults;

  Causes(List<Fault> faults) {
    this.faults = faults;
  }

  /** What let a message that arrived be delivered again later. */
  Optional<Fault> ofRepetition(Arrival first, Arrival again) {
    return ofRepetition(first.at(), again.at(), first.hop());
  }

  /** What let an attempt that failed for good be made again later. */
  Optional<Fault> ofRepetition(Fact first, Fact again) {
    return ofRepetition(first.at(), again.at(), "");
  }

  private Optional<Fault> ofRepetition(Instant first, Instant again, String hop) {
    return faults.stream()
        .filter(fault -> REPEAT.contains(fault.role()) && !isOrderly(fault))
        .filter(fault -> fault.role() != Role.NEXT_HOP || fault.victim().equals(hop))
        .filter(fault -> !first.isBefore(fault.from().minus(BEFORE)))
        .filter(fault -> !first.isAfter(fault.until().plus(AFTER)))
        .filter(fault -> !again.isBefore(fault.from()))
        .min(Comparator.comparing(fault -> distance(fault.from(), first)));
  }

  private static boolean isOrderly(Fault fault) {
    return fault.how() == How.RESTARTED && fault.role() == Role.RELAY;
  }

  /** What left the outcome of a write open when the client was told 4xx. */
  Optional<Fault> ofOpenOutcome(Sent sent) {
    return faults.stream()
        .filter(fault -> LEAVE_OPEN.contains(fault.role()))
        .filter(fault -> !sent.ended().isBefore(fault.from()))
        .filter(fault -> !sent.began().isAfter(fault.until().plus(WRITE)))
        .min(Comparator.comparing(fault -> distance(fault.from(), sent.began())));
  }

  private static Duration distance(Instant one, Instant other) {
    return Duration.between(one, other).abs();
  }
}
