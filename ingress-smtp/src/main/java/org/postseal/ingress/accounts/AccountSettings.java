package org.postseal.ingress.accounts;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Accounts. */
public interface AccountSettings {
  /** The file of accounts, one a line; see AccountsFile. No file, no accounts. */
  Optional<Path> file();

  /** How long a verified password is remembered, as a keyed hash. */
  @WithDefault("5M")
  Duration remember();

  /** The SASL mechanisms that may be announced; by default all that the accounts can serve. */
  Optional<Set<String>> mechanisms();

  /** Against guessing passwords. */
  Throttle throttle();

  /** Against an account that floods, or was stolen. */
  Rates rates();

  /** A directory, for names that the file does not have. */
  Ldap ldap();

  /** Tokens of an OpenID provider, for OAUTHBEARER and XOAUTH2. */
  Tokens tokens();

  /** Accounts of an LDAP directory, which is asked about passwords. */
  interface Ldap {
    /** ldap://host:389 or ldaps://host:636, trusted by what the JVM trusts; not set, not asked. */
    Optional<String> url();

    /** Who may search; nobody in particular if not set. */
    Optional<String> bindDn();

    /** The password of bind-dn. */
    Optional<String> bindPassword();

    /** Below which entries lie; must be set. */
    Optional<String> base();

    /** What finds the one entry of an account; {0} is the name the client gave. */
    @WithDefault("(uid={0})")
    String filter();

    /** The attributes that hold what an account may write as. */
    @WithDefault("mail")
    List<String> identityAttributes();

    /** For a connection to be free, for connecting, and for each answer; then 454. */
    @WithDefault("5S")
    Duration timeout();

    /** Connections at one time; they are kept and used again. */
    @WithDefault("8")
    int connections();

    /** How long one is used, until another takes its place, perhaps to another of the servers. */
    @WithDefault("10M")
    Duration connectionAge();
  }

  /** Tokens (RFC 7519) that an OpenID provider signed. */
  interface Tokens {
    /** The provider, as its tokens have it in iss; not set, no tokens. */
    Optional<String> issuer();

    /** What tokens for us have in aud; must be set. */
    Optional<String> audience();

    /** The provider's key set (RFC 7517): an https URL, or a file; must be set. */
    Optional<String> keys();

    /** The claim with the account's name. */
    @WithDefault("preferred_username")
    String nameClaim();
  }

  /**
   * How many attempts to authenticate may fail in a period; further ones, right or wrong, get 454.
   * 0 is no limit.
   */
  interface Throttle {
    /** The period. */
    @WithDefault("15M")
    Duration period();

    /** With one account's name from one network. */
    @WithDefault("10")
    int perAccountAndNetwork();

    /** From one network, with whatever names. */
    @WithDefault("100")
    int perNetwork();

    /** With one account's name, from all networks it did not log in from lately. */
    @WithDefault("100")
    int perAccount();

    /** How many names and networks are remembered; of each, some 200 octets. */
    @WithDefault("100000")
    int keys();

    /** Bits of an IPv4 address that are its network. */
    @WithDefault("32")
    int ipv4Prefix();

    /** Bits of an IPv6 address that are its network. */
    @WithDefault("64")
    int ipv6Prefix();
  }

  /** How much one account may submit in a period; more gets 450. 0 is no limit. */
  interface Rates {
    /** The period. */
    @WithDefault("1H")
    Duration period();

    /** Messages. */
    @WithDefault("1000")
    long messages();

    /** Recipients, each time that RCPT takes one. */
    @WithDefault("10000")
    long recipients();

    /** Octets of content. */
    @WithDefault("4G")
    MemorySize octets();

    /** How many accounts are remembered. */
    @WithDefault("100000")
    int keys();
  }
}
