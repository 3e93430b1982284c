package org.postseal.registry;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What an operator can set about the key registry. */
@ConfigMapping(prefix = "postseal.registry")
public interface RegistrySettings {

  /** Whether the registry runs in this process. */
  @WithDefault("true")
  boolean enabled();

  /**
   * Key-encryption keys, lines {@code version:base64 of 32 octets}; the highest version encrypts.
   * The file must be readable by this service alone, and must be kept: without it the signing keys
   * are lost.
   */
  @WithDefault("data/key-encryption-keys")
  Path keyEncryptionKeyFile();

  /**
   * Lines {@code token:role}; roles are operator, signer, verifier, viewer. Read anew on change.
   */
  @WithDefault("data/registry-tokens")
  Path tokensFile();

  /** Whether to make the two files above, with mode 0600, if they are absent. */
  @WithDefault("false")
  boolean generateSecrets();

  /**
   * Whether signers may fetch private keys over plain HTTP from elsewhere than loopback. Only for a
   * network that is encrypted by other means.
   */
  @WithDefault("false")
  boolean privateKeysWithoutTls();

  /** Where other replicas reach this one, to forward changes to it while it is the writer. */
  Optional<URI> advertisedUrl();

  /**
   * The name in the certificate of the replica that a change is forwarded to, one for all of them;
   * absent: the host of its URL. Needs {@code quarkus.tls."registry"}.
   */
  Optional<String> certificateName();

  /** TTL of our own key records in zone text. */
  @WithDefault("1h")
  Duration keyRecordTtl();

  /** For how long our own keys and policies may be kept by who asked: a revocation's delay. */
  @WithDefault("30s")
  Duration ownAnswerTtl();

  /** For how long a key signs before another takes its place, for domains that do not say it. */
  @WithDefault("180d")
  Duration rotateAfter();

  /** How keys take turns by themselves. */
  Rotation rotation();

  interface Rotation {

    /**
     * Whether keys of domains that do not say it take turns by themselves. A new key signs only
     * after everybody has its record; if nobody publishes that, the old key goes on, and an alarm
     * is raised.
     */
    @WithDefault("true")
    boolean enabled();

    /** How long before its turn a key is announced; no more than half of the time a key signs. */
    @WithDefault("14d")
    Duration announceAhead();

    /** How long a retired key's record stays before it becomes void; at least 14d. */
    @WithDefault("14d")
    Duration keepRetired();

    /** How often the replica that writes looks whether it is a key's turn. */
    @WithDefault("5m")
    Duration lookEvery();

    /** Keys made in one such look, at most: making one for RSA takes part of a second. */
    @WithDefault("100")
    int newKeysAtOnce();
  }

  /** How our own key records are looked for in the public DNS. */
  Publication publication();

  interface Publication {

    /**
     * Whether servers of our domains' zones may be asked at addresses of this machine. Only for
     * tests.
     */
    @WithDefault("false")
    boolean allowLoopback();

    /** Whether they may be asked in private networks, where the DNS of the domains is there. */
    @WithDefault("false")
    boolean allowPrivateNetworks();

    /** Where servers of zones listen. */
    @WithDefault("53")
    int serverPort();

    /** Servers of one zone that are asked, at most. */
    @WithDefault("8")
    int servers();

    /** How long one record may be looked for, all servers together; changes wait for it. */
    @WithDefault("10s")
    Duration patience();

    /**
     * How often the replica that writes compares the public DNS with what is announced; 0s: never.
     */
    @WithDefault("15m")
    Duration watchEvery();
  }

  /** How other domains' keys are looked up. */
  Lookup lookup();

  interface Lookup {

    /** Resolvers as address, address:port or [address]:port; none means the operating system's. */
    Optional<List<String>> dnsServers();

    /** Whether these validate DNSSEC and nobody can tamper with the path to them. */
    @WithDefault("false")
    boolean dnsTrustsAuthenticatedData();

    /** How long the DNS may take over one question, all servers and CNAMEs together. */
    @WithDefault("8s")
    Duration dnsPatience();

    /**
     * After which time a caller is told {@code pending} and may ask the DNS itself; below the 500
     * ms that verifiers wait for the registry.
     */
    @WithDefault("400ms")
    Duration answerWithin();

    /** Bound on a TTL. */
    @WithDefault("1h")
    Duration maxTtl();

    /** Bound on the TTL of NXDOMAIN and NODATA. */
    @WithDefault("5m")
    Duration maxNegativeTtl();

    /** How long after a failure the DNS is not asked again. */
    @WithDefault("5s")
    Duration failureTtl();

    /** Octets that kept answers may take. */
    @WithDefault("33554432")
    long cacheOctets();
  }
}
