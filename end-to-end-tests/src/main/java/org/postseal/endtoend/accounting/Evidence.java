package org.postseal.endtoend.accounting;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All that is known of a run.
 *
 * @param sent what clients have written down
 * @param arrivals what next hops got
 * @param facts what the event topics say
 * @param quarantined ids of the messages on the quarantine's topic
 * @param deadLetters keys of the records on the topic of those
 * @param faults what was done, and what happened by itself
 * @param registry what was changed there
 */
public record Evidence(
    List<Sent> sent,
    List<Arrival> arrivals,
    List<Fact> facts,
    Set<String> quarantined,
    List<String> deadLetters,
    List<Fault> faults,
    Registry registry) {

  /**
   * What was changed in the registry, and what its replicas have in the end.
   *
   * @param changes in order
   * @param kept the names that each replica has
   */
  public record Registry(List<Change> changes, Map<String, Set<String>> kept) {
    public Registry {
      changes = List.copyOf(changes);
      kept = Map.copyOf(kept);
    }
  }

  public Evidence {
    sent = List.copyOf(sent);
    arrivals = List.copyOf(arrivals);
    facts = List.copyOf(facts);
    quarantined = Set.copyOf(quarantined);
    deadLetters = List.copyOf(deadLetters);
    faults = List.copyOf(faults);
  }
}
