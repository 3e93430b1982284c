package org.postseal.registry.asking;

import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.postseal.topics.PolicyPin;

/** How domains of others are asked themselves, with XSIGNPOL and its HTTPS twin. */
public interface AskingSettings {

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
