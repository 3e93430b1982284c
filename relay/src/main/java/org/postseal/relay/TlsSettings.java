package org.postseal.relay;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What others say about TLS with them. */
public interface TlsSettings {
  /** Whether TLSA records are obeyed (RFC 7672); see dns.trust-authenticated-data. */
  @WithDefault("true")
  boolean dane();

  Sts sts();

  /** MTA-STS (RFC 8461). */
  interface Sts {
    /** Whether policies are looked for and obeyed. */
    @WithDefault("true")
    boolean enabled();

    /** For fetching one policy. */
    @WithDefault("30s")
    Duration timeout();

    /** Octets of a policy. */
    @WithDefault("65536")
    int octets();

    /** Policies remembered. */
    @WithDefault("10000")
    int domains();

    /** How long a policy host that failed is left alone. */
    @WithDefault("5m")
    Duration afterFailure();

    /** From which age on a policy is fetched again; from half of its max_age if that is less. */
    @WithDefault("1d")
    Duration refreshAfter();

    /** Policies fetched at one time. */
    @WithDefault("8")
    int atOnce();
  }
}
