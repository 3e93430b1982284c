package org.postseal.ingress.acceptance;

import java.util.List;
import org.postseal.accounts.Identity;
import org.postseal.accounts.throttle.Network;
import org.postseal.settings.Contradictions;

/** Settings about trusted clients that cannot be true together, or not at all. Pure. */
public final class TrustedContradictions {
  private TrustedContradictions() {}

  /** Adds what is wrong. */
  public static void note(TrustedSettings trusted, Contradictions found) {
    found.when(
        trusted.identities().isPresent() && trusted.networks().isEmpty(),
        "trusted.identities",
        "is set, but postseal.ingress.trusted.networks is not");
    trusted
        .networks()
        .orElse(List.of())
        .forEach(network -> found.readable("trusted.networks", network, Network::of));
    trusted
        .identities()
        .orElse(List.of())
        .forEach(
            word ->
                found.when(
                    Identity.parse(word).isEmpty(),
                    "trusted.identities",
                    "has no mailbox or domain: " + word));
  }
}
