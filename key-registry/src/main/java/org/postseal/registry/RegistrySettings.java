package org.postseal.registry;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.postseal.registry.twin.TwinSettings;
import org.postseal.topics.PolicyPin;

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
  Vault vault();

  interface Vault {

    /**
     * Where it is, such as {@code https://vault.example:8200}; plain HTTP is for loopback only.
     * Absent: the file encrypts. With it the file still decrypts what was encrypted before. Its
     * certificate is checked by {@code quarkus.tls."vault"}.
     */
    Optional<URI> url();

    /** Holds its token, and nothing else; read anew for each request. */
    @WithDefault("data/vault-token")
    Path tokenFile();

    /** Where its Transit secrets engine is mounted. */
    @WithDefault("transit")
    String mount();

    /** The name of the key there, of type {@code aes256-gcm96}. */
    @WithDefault("postseal")
    String key();

    /** How long it may take over one answer. */
    @WithDefault("2s")
    Duration patience();
  }

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

  /** XSIGNPOL's HTTPS twin. */
  TwinSettings signpol();

  /** Dynamic updates (RFC 2136) of a DNS server of the domains. */
  DynamicUpdate dynamicUpdate();

  interface DynamicUpdate {

    /** The primary server, as address, address:port or [address]:port; absent: none. */
    Optional<String> server();

    /**
     * The zones it takes updates of, such as {@code example.com} or {@code _domainkey.example.com}.
     */
    Optional<List<String>> zones();

    /** One line {@code algorithm:name:base64}, such as {@code hmac-sha256:postseal:...}. */
    Optional<Path> tsigKeyFile();

    /** How long the server may take over one update. */
    @WithDefault("5s")
    Duration patience();

    /** How often the replica that writes looks for records that have changed. */
    @WithDefault("5s")
    Duration every();
  }

  /** The DNS server of our own, for {@code _domainkey} zones that are delegated to it. */
  NameServer nameServer();

  interface NameServer {

    /** Whether this replica answers the DNS. */
    @WithDefault("false")
    boolean enabled();

    /** The address it listens on, UDP and TCP. */
    @WithDefault("0.0.0.0")
    String address();

    /** The port it listens on; delegations lead to port 53, so something has to map that here. */
    @WithDefault("5353")
    int port();

    /**
     * The names of the replicas, as NS records of delegations have them; the first is the SOA's.
     */
    Optional<List<String>> names();

    /**
     * A zone of ours below which every domain has its records once more, so that a domain need not
     * delegate: {@code s1._domainkey.example.com} may be an alias (CNAME) of {@code
     * s1._domainkey.example.com.} and this name.
     */
    Optional<String> hostedBelow();

    /** TTL of the records: how long a revocation may go unnoticed. */
    @WithDefault("5m")
    Duration ttl();

    /** How long resolvers may keep that there is no record: how long a new key waits for them. */
    @WithDefault("1m")
    Duration negativeTtl();

    /**
     * Answers a second that one network gets by UDP (IPv4 /24, IPv6 /56); beyond it is told to ask
     * by TCP or nothing. 0: without bound.
     */
    @WithDefault("200")
    int responsesPerSecond();

    /** TCP connections at once; one address gets a quarter of them. */
    @WithDefault("128")
    int tcpConnections();

    /** After which time an idle TCP connection is closed; a busy one after six times as long. */
    @WithDefault("10s")
    Duration tcpIdle();
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

  /** How domains of others are asked themselves, with XSIGNPOL and its HTTPS twin. */
  Asking asking();

  interface Asking {

    /** Whether they are asked at all, when a verifier wants to know. */
    @WithDefault("false")
    boolean enabled();

    /**
     * Who is asked, in this order: {@code smtp}, the mail exchanger; {@code https}, the twin. The
     * first that answers is the only one.
     */
    @WithDefault("smtp,https")
    List<PolicyPin.Source> sources();

    /** Our name in EHLO; it should have a PTR record, and people who answer for it. */
    Optional<String> clientName();

    /** Names of our own mail exchangers, which are never asked. */
    Optional<List<String>> ownNames();

    /** The port of mail exchangers. Another is for tests. */
    @WithDefault("25")
    int smtpPort();

    /** The port of twins and of MTA-STS policies. Another is for tests. */
    @WithDefault("443")
    int httpsPort();

    /** How long a connection may take. */
    @WithDefault("5s")
    Duration connect();

    /** How long one question may take in all. */
    @WithDefault("10s")
    Duration time();

    /** Lines of one answer. */
    @WithDefault("64")
    int lines();

    /** Octets of one answer. */
    @WithDefault("16384")
    int octets();

    /** Mail exchangers asked about one domain. */
    @WithDefault("2")
    int hosts();

    /** Questions about one domain in a minute, over all selectors. */
    @WithDefault("20")
    int perDomain();

    /** Questions to one mail exchanger in a minute, over all domains. */
    @WithDefault("120")
    int perHost();

    /** Connections at once with one mail exchanger. */
    @WithDefault("2")
    int connectionsPerHost();

    /** Questions at once to anybody; what is more is not asked now. */
    @WithDefault("32")
    int atOnce();

    /** Failures in a row after which a mail exchanger rests. */
    @WithDefault("3")
    int failures();

    /** How long it rests, the first time; doubles up to 10 minutes. */
    @WithDefault("30s")
    Duration rest();

    /** Answers kept in memory. */
    @WithDefault("10000")
    int answers();

    /** Domains whose policy is pinned; beyond, no further one is. */
    @WithDefault("100000")
    int pins();

    /** How long a key is kept at most. */
    @WithDefault("1h")
    Duration maxKeyTtl();

    /** How long a domain is held to its policy at most. */
    @WithDefault("30d")
    Duration maxPolicyAge();

    /** How long it is known that there is no key, or nobody to ask. */
    @WithDefault("5m")
    Duration negativeTtl();

    /** How long nobody is asked again after a failure; up to twice that, by chance. */
    @WithDefault("30s")
    Duration failureTtl();

    /** At which age a pinned policy is asked for again, when somebody wants to know it. */
    @WithDefault("1h")
    Duration policyRefresh();

    /** Whether TLSA records are looked at; needs {@code lookup.dns-trusts-authenticated-data}. */
    @WithDefault("true")
    boolean dane();

    /** Whether MTA-STS policies are looked at. */
    @WithDefault("true")
    boolean mtaSts();

    /** Whether hosts may be asked at addresses of this machine. Only for tests. */
    @WithDefault("false")
    boolean allowLoopback();

    /** Whether hosts may be asked in private networks, where all of the mail stays inside. */
    @WithDefault("false")
    boolean allowPrivateNetworks();
  }
}
