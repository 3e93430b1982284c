package org.postseal.signer.signing;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** All settings of the signer. */
@ConfigMapping(prefix = "postseal.signer")
public interface SignerSettings {

  /** Whether this process answers questions on {@code mail.sign}. */
  @WithDefault("true")
  boolean enabled();

  /** Threads that sign. Signing computes, so more than there are cores gain nothing. */
  @WithDefault("4")
  int workers();

  /** How long a signature is valid: {@code x=} is that much after {@code t=}. */
  @WithDefault("7d")
  Duration validity();

  /**
   * Signing domains whose keys can be asked for at their mail exchanger, too: their signatures say
   * so, {@code q=dns/txt:x-signpol} (docs/xsignpol.md). Verifiers that do not know it pass over it.
   */
  Optional<List<String>> signpolDomains();

  /** How long running questions are waited for at shutdown. */
  @WithDefault("10s")
  Duration drain();

  /** Where signing keys are from. */
  RegistrySettings registry();

  /** Settings of the registry. */
  interface RegistrySettings {
    /** Such as {@code https://registry.example:8443}. Plain HTTP is for loopback only. */
    @WithDefault("http://127.0.0.1:8080")
    URI url();

    /** Holds this service's token: lines {@code token:role}, or a single token. */
    Optional<Path> tokenFile();

    /** How long an answer is waited for. */
    @WithDefault("2s")
    Duration timeout();

    /** How long a registry that did not answer is not asked again. */
    @WithDefault("1s")
    Duration pause();

    /**
     * Age at which known keys are fetched again. That a key was revoked or another took its place
     * is heard through Kafka, within moments.
     */
    @WithDefault("30s")
    Duration refresh();

    /** Author domains whose keys are remembered. */
    @WithDefault("10000")
    int domains();
  }
}
