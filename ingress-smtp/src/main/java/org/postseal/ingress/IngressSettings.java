package org.postseal.ingress;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postseal.ingress.acceptance.Network;
import org.postseal.observation.LoggedAddresses;

/** All settings of the ingress. */
@ConfigMapping(prefix = "postseal.ingress")
public interface IngressSettings {

  /** Whether this process receives mail at all. */
  @WithDefault("true")
  boolean enabled();

  /** What we call ourselves in greetings, trace fields and Message-IDs; the machine's name. */
  Optional<String> hostname();

  /** The authserv-ids only we may write; others' results that claim one are deleted. Hostname. */
  Optional<Set<String>> authservIds();

  /** The address all listeners are bound to. */
  @WithDefault("0.0.0.0")
  String host();

  /**
   * Whether lines of the log say who: clients, names they give, accounts, reverse-paths. {@code
   * shown} or {@code redacted}.
   */
  @WithDefault("shown")
  LoggedAddresses loggedAddresses();

  /** Other servers. */
  Mx mx();

  /** Accounts, after STARTTLS. */
  Submission submission();

  /** Accounts, TLS from the first octet. */
  Submissions submissions();

  /** How much a client may ask for. */
  Limits limits();

  /** Who is believed about whose connection it passes on. */
  Proxies proxies();

  /** Mail servers and filters that pass clients on. */
  Xclient xclient();

  /** Who is not let in. */
  Blocklists blocklists();

  /** How long we wait for a client (RFC 5321 §4.5.3.2). */
  Timeouts timeouts();

  /** Memory for content in flight. */
  Memory memory();

  /** Certificates; {@code quarkus.tls."smtp".*} says more. */
  Tls tls();

  /** Who may submit. */
  Accounts accounts();

  /** Who exists in local domains. */
  Recipients recipients();

  /** Who may relay without an account, on the listener for other servers. */
  Trusted trusted();

  /** Kafka. */
  HandoffSettings handoff();

  /** The listener for other servers. */
  interface Mx {
    /**
     * Whether load balancers come here that begin with a PROXY header; see {@link Proxies#trusted}.
     */
    @WithDefault("false")
    boolean proxyProtocol();

    /** Its port; 0 for any free one. */
    @WithDefault("2525")
    int port();

    /**
     * How long a client has to wait for the greeting; who talks earlier is refused. 0: greeted at
     * once. Anything below the 5 minutes of RFC 5321 §4.5.3.2.1 is correct; a few seconds do.
     */
    @WithDefault("0S")
    Duration greetingDelay();
  }

  /** The listener with STARTTLS. */
  interface Submission {
    /** See {@link Mx#proxyProtocol}. */
    @WithDefault("false")
    boolean proxyProtocol();

    /** Its port; 0 for any free one. */
    @WithDefault("2587")
    int port();
  }

  /** The listener with implicit TLS. */
  interface Submissions {
    /** See {@link Mx#proxyProtocol}. The header comes before TLS. */
    @WithDefault("false")
    boolean proxyProtocol();

    /** Its port; 0 for any free one. */
    @WithDefault("2465")
    int port();
  }

  /** Limits; beyond each the client gets the reply RFC 5321 names for it. */
  interface Limits {
    /** Content of a message, in octets; announced as SIZE. */
    @WithDefault("35M")
    MemorySize size();

    /** Transactions of a session; announced as MAILMAX (RFC 9422). */
    @WithDefault("10000")
    int transactions();

    /** Recipients of a transaction, announced as RCPTMAX; RFC 5321 wants at least 100. */
    @WithDefault("1000")
    int recipients();

    /** A command line with its CRLF, in octets; RFC 5321 wants at least 512. */
    @WithDefault("2048")
    int commandLine();

    /** A line of an authentication exchange (RFC 4954 §4). */
    @WithDefault("12288")
    int authLine();

    /**
     * A line of the content with its CRLF. RFC 5321 lets senders use 1,000 octets; many use more,
     * and their mail is genuine.
     */
    @WithDefault("65536")
    int contentLine();

    /** A local-part, in octets; RFC 5321 wants at least 64, variable envelope paths use more. */
    @WithDefault("255")
    int localPart();

    /** The header section, in octets; of more nothing is verified, and a submission is refused. */
    @WithDefault("256K")
    MemorySize headerSection();

    /** Header fields; see header-section. */
    @WithDefault("1000")
    int headerFields();

    /**
     * Signatures of each kind (DKIM, ARC, DomainKeys), top first, for which a body digest is made;
     * no fewer than the verifier looks at.
     */
    @WithDefault("20")
    int signatures();

    /** Tags of a signature for which a body digest is made; no fewer than the verifier reads. */
    @WithDefault("64")
    int tags();

    /** Received fields, beyond which a message is looping. */
    @WithDefault("50")
    int received();

    /** Refused commands since the last accepted message, beyond which the session is closed. */
    @WithDefault("20")
    int errors();

    /** Wrong passwords, with which the session is closed. */
    @WithDefault("3")
    int authFailures();

    /** Sessions at one time. */
    @WithDefault("20000")
    int connections();

    /** For each address. */
    Client perAddress();

    /** For each network of {@link #ipv4Prefix} or {@link #ipv6Prefix} bits. */
    Client perNetwork();

    /** For each listener. */
    Client perListener();

    /** The period of these. */
    @WithDefault("1M")
    Duration period();

    /** Bits of an IPv4 address that say which network it is in, 0 to 32. */
    @WithDefault("24")
    int ipv4Prefix();

    /** Bits of an IPv6 address that say which network it is in, 0 to 128. */
    @WithDefault("64")
    int ipv6Prefix();

    /** How many addresses, and how many networks, are remembered for each of these. */
    @WithDefault("50000")
    int remembered();

    /** Networks whose clients are not counted for these. */
    @WithDefault("127.0.0.0/8,::1/128")
    List<Network> unlimited();
  }

  /** What one client may have; 0 for no limit. */
  interface Client {
    /** Sessions at one time; beyond, 421. 200 for an address, 1,000 for a network. */
    @WithDefault("0")
    int sessions();

    /** Connections per period; beyond, 421. 1,200 for an address. */
    @WithDefault("0")
    long connections();

    /** Messages per period; beyond, MAIL is answered 450. */
    @WithDefault("0")
    long messages();

    /** Recipients per period; beyond, RCPT is answered 452. */
    @WithDefault("0")
    long recipients();

    /** Octets of content per period; a message beyond is answered 450. Not less than SIZE. */
    @WithDefault("0")
    MemorySize content();
  }

  /** Load balancers in front of the listeners that have {@code proxy-protocol}. */
  interface Proxies {
    /**
     * Where they are: addresses and networks. A PROXY header, version 1 or 2, must come from these,
     * and is refused from everybody else.
     */
    Optional<List<Network>> trusted();

    /** For the whole header. */
    @WithDefault("5S")
    Duration timeout();

    /** A header of version 2 with all it says beside the addresses, in octets, at least 52. */
    @WithDefault("4096")
    int header();
  }

  /** Other mail servers and filters that say with XCLIENT whose commands they pass on. */
  interface Xclient {
    /**
     * Where they are: addresses and networks. XCLIENT is offered to these, and refused from
     * everybody else. What counts is where the connection comes from (the PROXY header's word, if
     * there is one), not what an XCLIENT before said.
     */
    Optional<List<Network>> trusted();
  }

  /** DNS blocklists (RFC 5782) for clients of the MX listener. */
  interface Blocklists {
    /** The zones, such as {@code bl.example.net}; in one of them, a client reads 554. */
    Optional<List<String>> zones();

    /** How long their answers are waited for; then the client is let in. */
    @WithDefault("2S")
    Duration timeout();

    /** DNS servers to ask, {@code host} or {@code host:port}; the system's. */
    Optional<List<String>> dnsServers();
  }

  /** Timeouts; each ends the session with 421. */
  interface Timeouts {
    /** Between commands. */
    @WithDefault("5M")
    Duration command();

    /** Between two pieces of content. */
    @WithDefault("3M")
    Duration content();

    /** From 354 to the end of the content. */
    @WithDefault("1H")
    Duration wholeContent();

    /** Before a wrong password is answered. */
    @WithDefault("1S")
    Duration wrongPassword();

    /** For open transactions when the process is asked to stop. */
    @WithDefault("20S")
    Duration drain();
  }

  /** Memory. */
  interface Memory {
    /** For content in flight; 40 % of the heap. */
    Optional<MemorySize> budget();
  }

  /** TLS. */
  interface Tls {
    /**
     * Where the certificate is kept that we make for ourselves when {@code quarkus.tls."smtp"} is
     * not configured.
     */
    @WithDefault("data/tls")
    Path selfSigned();
  }

  /** Accounts. */
  interface Accounts {
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
  }

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

    /** For connecting, and for each answer; then 454. */
    @WithDefault("5S")
    Duration timeout();
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

  /** Recipients of local domains; without a file or a callout every local-part is taken. */
  interface Recipients {
    /**
     * The file of recipients, one a line, looked at every 5 s; see RecipientList. A domain that it
     * names has no other users.
     */
    Optional<Path> file();

    /** What follows it in a local-part does not tell listed users apart; none for no such thing. */
    @WithDefault("+")
    String delimiter();

    /** Questions to the next hop, about domains that the file does not name. */
    Callout callout();
  }

  /** Questions to the next hop. */
  interface Callout {
    /** Whom to ask; nobody if not set. */
    Optional<String> host();

    /** Its port. */
    @WithDefault("24")
    int port();

    /** lmtp or smtp. */
    @WithDefault("lmtp")
    String protocol();

    /** For one question; then 451. */
    @WithDefault("10S")
    Duration timeout();

    /** Questions at one time. */
    @WithDefault("20")
    int atOneTime();

    /** How long a mailbox that exists is remembered. */
    @WithDefault("2H")
    Duration rememberExisting();

    /** How long a mailbox that does not exist is remembered. */
    @WithDefault("10M")
    Duration rememberUnknown();

    /** How long nobody is asked again after a question was not answered. */
    @WithDefault("10S")
    Duration rememberUndecided();

    /** How many mailboxes are remembered. */
    @WithDefault("100000")
    int mailboxes();
  }

  /** Clients that may relay without an account. */
  interface Trusted {
    /** Their networks, such as 10.1.0.0/16 or 2001:db8::/32; none. */
    Optional<List<String>> networks();

    /**
     * What they may write as, as in the accounts file: such mail is signed like a submission. Other
     * mail of theirs is verified like anybody's.
     */
    Optional<List<String>> identities();
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
}
