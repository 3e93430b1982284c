package org.postseal.ingress.statements;

import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postseal.accounts.throttle.Network;
import org.postseal.ingress.session.Listener;
import org.postseal.signingpolicy.KeyPlace;

/**
 * XSIGNPOL: what we state about our domains to servers that ask (docs/xsignpol.md). Experimental.
 */
public interface StatementSettings {
  /**
   * Where it is offered: {@code mx}, {@code submission}, {@code submissions}; nowhere. Inside of
   * TLS alone; others ask on {@code mx}. Public keys are kept in memory then, some hundred octets
   * each.
   */
  Optional<Set<Listener>> listeners();

  /** Networks whose clients may ask, such as 192.0.2.0/24; everybody. */
  Optional<List<Network>> networks();

  /** How long others may hold our domains to a policy, whole seconds up to 365 days and 6 hours. */
  @WithDefault("1D")
  Duration maxAge();

  /** How long others may keep a key, whole seconds. */
  @WithDefault("1H")
  Duration keyTtl();

  /** Where policies say that keys can be had: {@code dns}, {@code smtp}, {@code https}. */
  @WithDefault("dns,smtp")
  Set<KeyPlace> keys();
}
