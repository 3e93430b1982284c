package org.postseal.registry.twin;

import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.Set;
import org.postseal.signingpolicy.KeyPlace;

/**
 * The HTTPS twin of XSIGNPOL, at https://signpol.DOMAIN/.well-known/mail-signing-policy
 * (docs/xsignpol.md). Experimental. The host a request names decides the domain; certificates for
 * all these hosts are {@code quarkus.tls."signpol".*}.
 */
public interface TwinSettings {

  /** Its port, 0 for any free one; not served. The world knows it as 443. */
  OptionalInt port();

  /** The address it is bound to. */
  @WithDefault("0.0.0.0")
  String host();

  /** Whether it speaks HTTP without TLS, to a proxy in front that does. */
  @WithDefault("false")
  boolean withoutTls();

  /** How long others may hold our domains to a policy; as in {@code postseal.ingress.signpol}. */
  @WithDefault("1D")
  Duration maxAge();

  /** How long others, and caches between, may keep a document with a key. */
  @WithDefault("1H")
  Duration keyTtl();

  /** Where policies say that keys can be had; as in {@code postseal.ingress.signpol}. */
  @WithDefault("dns,https")
  Set<KeyPlace> keys();

  /** Connections at one time; more are closed. */
  @WithDefault("1000")
  int connections();

  /** How long a connection may be silent. */
  @WithDefault("10S")
  Duration silence();
}
