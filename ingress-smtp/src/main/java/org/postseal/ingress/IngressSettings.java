package org.postseal.ingress;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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

  /** Other servers. */
  Mx mx();

  /** Accounts, after STARTTLS. */
  Submission submission();

  /** Accounts, TLS from the first octet. */
  Submissions submissions();

  /** How much a client may ask for. */
  Limits limits();

  /** How long we wait for a client (RFC 5321 §4.5.3.2). */
  Timeouts timeouts();

  /** Memory for content in flight. */
  Memory memory();

  /** Certificates; {@code quarkus.tls."smtp".*} says more. */
  Tls tls();

  /** Who may submit. */
  Accounts accounts();

  /** Who may relay without an account, on the listener for other servers. */
  Trusted trusted();

  /** Kafka. */
  HandoffSettings handoff();

  /** The listener for other servers. */
  interface Mx {
    /** Its port; 0 for any free one. */
    @WithDefault("2525")
    int port();
  }

  /** The listener with STARTTLS. */
  interface Submission {
    /** Its port; 0 for any free one. */
    @WithDefault("2587")
    int port();
  }

  /** The listener with implicit TLS. */
  interface Submissions {
    /** Its port; 0 for any free one. */
    @WithDefault("2465")
    int port();
  }

  /** Limits; beyond each the client gets the reply RFC 5321 names for it. */
  interface Limits {
    /** Content of a message, in octets; announced as SIZE. */
    @WithDefault("35M")
    MemorySize size();

    /** Recipients of a transaction; RFC 5321 wants at least 100. */
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

    /** Sessions at one time from one address. */
    @WithDefault("200")
    int connectionsPerAddress();
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
