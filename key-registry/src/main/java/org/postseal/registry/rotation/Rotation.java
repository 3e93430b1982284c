package org.postseal.registry.rotation;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postseal.authentication.dns.DomainName;
import org.postseal.registry.key.KeyAlgorithm;
import org.postseal.registry.key.SigningKey;
import org.postseal.registry.publication.Sighting;

/**
 * Carries out what is due, one round for all domains at each call. What could not be done is due in
 * the next round again, so a round that was cut off costs nothing. One thread.
 */
public final class Rotation {

  /** What a round needs, and by whom its steps are made. */
  public interface Surroundings {

    /** Domains that ever had a key. */
    Set<DomainName> domains();

    /** All keys a domain ever had. */
    List<SigningKey> keys(DomainName domain);

    /** How its keys take turns; empty: not by themselves. */
    Optional<RotationRules> rules(DomainName domain);

    /** Asks the DNS for all of them, in their order; blocks. */
    List<Sighting> look(List<SigningKey> keys);

    void announce(DomainName domain, KeyAlgorithm algorithm);

    void activate(SigningKey successor, Sighting sighting);

    void revoke(SigningKey retired);

    /** Said once for each key, until it is its turn no more. */
    void late(RotationStep.Late late);
  }

  private final Surroundings surroundings;
  private final InstantSource clock;
  private final int newKeysAtOnce;
  private volatile Set<String> late = Set.of(); // key ids, replaced as a whole

  /**
   * Prepares.
   *
   * @param newKeysAtOnce how many keys one round makes at most: an RSA key takes a core a good part
   *     of a second
   */
  public Rotation(Surroundings surroundings, InstantSource clock, int newKeysAtOnce) {
    this.surroundings = surroundings;
    this.clock = clock;
    this.newKeysAtOnce = newKeysAtOnce;
  }

  /** Successors whose turn it was in the last round, and whose record not everybody has. */
  public int late() {
    return late.size();
  }

  /** Nobody looks here any more: another replica does. */
  public void forget() {
    late = Set.of();
  }

  /** Does what is due; blocks while the DNS is asked. */
  public void round() {
    var now = clock.instant();
    var due = new HashMap<DomainName, List<RotationStep>>();
    for (var domain : surroundings.domains()) {
      var steps = plan(domain, Map.of(), now);
      if (!steps.isEmpty()) {
        due.put(domain, steps);
      }
    }
    var seen = look(due.values());
    var lateNow = new HashSet<String>();
    int made = 0;
    for (var domain : due.keySet()) {
      for (var step : plan(domain, seen, now)) {
        switch (step) {
          case RotationStep.Announce(var algorithm) -> {
            if (made < newKeysAtOnce) {
              made++;
              surroundings.announce(domain, algorithm);
            }
          }
          case RotationStep.Look _ -> {} // it became due meanwhile: in the next round
          case RotationStep.Switch(var key, var sighting) -> surroundings.activate(key, sighting);
          case RotationStep.Late it -> {
            lateNow.add(it.successor().id());
            if (!late.contains(it.successor().id())) {
              surroundings.late(it);
            }
          }
          case RotationStep.Revoke(var retired) -> surroundings.revoke(retired);
        }
      }
    }
    late = Set.copyOf(lateNow);
  }

  private List<RotationStep> plan(DomainName domain, Map<String, Sighting> seen, Instant now) {
    return surroundings
        .rules(domain)
        .map(
            rules ->
                RotationPlan.of(
                    surroundings.keys(domain),
                    rules,
                    key -> Optional.ofNullable(seen.get(key.id())),
                    now))
        .orElse(List.of());
  }

  private Map<String, Sighting> look(Iterable<List<RotationStep>> due) {
    var wanted = new ArrayList<SigningKey>();
    for (var steps : due) {
      for (var step : steps) {
        if (step instanceof RotationStep.Look(var successor)) {
          wanted.add(successor);
        }
      }
    }
    var seen = new HashMap<String, Sighting>();
    var sightings = surroundings.look(wanted);
    for (int i = 0; i < wanted.size(); i++) {
      seen.put(wanted.get(i).id(), sightings.get(i));
    }
    return seen;
  }
}
