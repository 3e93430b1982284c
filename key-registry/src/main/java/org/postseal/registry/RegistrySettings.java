package org.postseal.registry;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.postseal.registry.asking.AskingSettings;
import org.postseal.registry.blocklist.BlocklistSettings;
import org.postseal.registry.externaldns.ExternalDnsSettings;
import org.postseal.registry.lookup.LookupSettings;
import org.postseal.registry.nameserver.NameServerSettings;
import org.postseal.registry.publication.PublicationSettings;
import org.postseal.registry.rotation.RotationSettings;
import org.postseal.registry.twin.TwinSettings;
import org.postseal.registry.vault.VaultSettings;

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

  /** HashiCorp Vault or OpenBao, to encrypt signing keys instead of the file. */
  VaultSettings vault();

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

  /** TTL of our own key records in zone text and in dynamic updates. */
  @WithDefault("1h")
  Duration keyRecordTtl();

  /** For how long our own keys and policies may be kept by who asked: a revocation's delay. */
  @WithDefault("30s")
  Duration ownAnswerTtl();

  /** For how long a key signs before another takes its place, for domains that do not say it. */
  @WithDefault("180d")
  Duration rotateAfter();

  /** Whom the operator has given up on. */
  BlocklistSettings blocklist();

  /** How keys take turns by themselves. */
  RotationSettings rotation();

  /** How our own key records are looked for in the public DNS. */
  PublicationSettings publication();

  /** XSIGNPOL's HTTPS twin. */
  TwinSettings signpol();

  /** Dynamic updates (RFC 2136) of a DNS server of the domains. */
  DynamicUpdateSettings dynamicUpdate();

  /** {@code DNSEndpoint} objects for external-dns. */
  ExternalDnsSettings externalDns();

  /** The DNS server of our own, for {@code _domainkey} zones that are delegated to it. */
  NameServerSettings nameServer();

  /** How other domains' keys are looked up. */
  LookupSettings lookup();

  /** How domains of others are asked themselves, with XSIGNPOL and its HTTPS twin. */
  AskingSettings asking();
}
