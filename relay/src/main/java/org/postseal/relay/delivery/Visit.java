package org.postseal.relay.delivery;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postseal.relay.route.NextHop;
import org.postseal.relay.route.Recipient;
import org.postseal.relay.sharing.HostShares;
import org.postseal.smtpclient.Outcome;

/**
 * What one next hop came to.
 *
 * @param outcomes by forward-path; empty if it was busy and the recipients are to be parked
 * @param reached who said so, by forward-path
 * @param fault what broke here, if it was our own doing
 */
record Visit(
    NextHop hop,
    List<Recipient> recipients,
    Optional<Map<String, Outcome>> outcomes,
    Map<String, Reached> reached,
    Optional<String> fault) {

  /** All by the same host. */
  static Visit of(
      NextHop hop, List<Recipient> recipients, Map<String, Outcome> outcomes, Reached reached) {
    var by = new HashMap<String, Reached>();
    outcomes.keySet().forEach(path -> by.put(path, reached));
    return new Visit(hop, recipients, Optional.of(outcomes), by, Optional.empty());
  }

  static Visit of(NextHop hop, List<Recipient> recipients, HopSender.Handed handed) {
    return new Visit(
        hop, recipients, Optional.of(handed.outcomes()), handed.reached(), Optional.empty());
  }

  static Visit parked(NextHop hop, List<Recipient> recipients) {
    return new Visit(hop, recipients, Optional.empty(), Map.of(), Optional.empty());
  }

  /** In one word; {@code mixed} where recipients fared differently. */
  String outcome() {
    return outcomes
        .map(
            all -> {
              var words = all.values().stream().map(Outcome::word).distinct().toList();
              return words.size() == 1 ? words.getFirst() : "mixed";
            })
        .orElse("parked");
  }

  /** What it says about the host: silence, or a session that broke off, is a loss. */
  HostShares.End end() {
    if (fault.isPresent() || outcomes.isEmpty()) {
      return new HostShares.End.Unknown();
    }
    var all = outcomes.get().values();
    if (all.stream().allMatch(Visit::isLoss)) {
      return all.stream()
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

  List<String> forwardPaths() {
    return recipients.stream().map(Recipient::forwardPath).toList();
  }
}
