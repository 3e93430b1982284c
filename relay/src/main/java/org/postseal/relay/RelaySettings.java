package org.postseal.relay;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postseal.observation.LoggedAddresses;

/** Everything an operator can set about the relay. The connection to Kafka is under kafka.*. */
@ConfigMapping(prefix = "postseal.relay")
public interface RelaySettings {

  /** Whether this process delivers mail. */
  @WithDefault("true")
  boolean enabled();

  /** This system's name in the DNS: what EHLO says to others, and never a next hop itself. */
  @WithDefault("localhost")
  String hostName();

  /** More names that mean this system as a mail exchanger: mail for them would loop. */
  Optional<List<String>> ownNames();

  /**
   * Route of each domain: maildir:PATH (with {local-part} and {domain}, in lower case; octets other
   * than letters, digits and _+=-. are written %xx), lmtp:HOST:PORT, smtp:HOST:PORT (TLS where it
   * works), smtp+tls:HOST:PORT (STARTTLS with a certificate of the host, or nothing is sent),
   * smtps:HOST:PORT (the same with TLS from the first octet), mx, discard:.
   */
  Map<String, String> routes();

  /** Route of every other domain. */
  @WithDefault("mx")
  String defaultRoute();

  Dns dns();

  Mx mx();

  Client client();

  Tls tls();

  Maildir maildir();

  InFlight inFlight();

  Destination destination();

  Retry retry();

  Reports reports();

  Api api();

  /**
   * Whether lines of the log say who: recipients, next hops and what these reply. {@code shown} or
   * {@code redacted}.
   */
  @WithDefault("shown")
  LoggedAddresses loggedAddresses();

  /**
   * Name of this replica in its consumer groups, which no other may have: by it a relay that was
   * killed takes its own place again at once. By default the host's name and a number, held by a
   * lock in the directory for temporary files.
   */
  Optional<String> memberName();

  /** How long running deliveries may go on when the process is told to stop. */
  @WithDefault("25s")
  Duration shutdownGrace();

  /** Where names are looked up. */
  interface Dns {
    /** Recursive resolvers, ADDRESS or ADDRESS:PORT; the operating system's if there are none. */
    Optional<List<String>> servers();

    /**
     * Whether these resolvers validate DNSSEC and the path to them is safe, so that their AD bit
     * proves something. Without it there is no DANE (RFC 7672), and a message that requires TLS
     * (RFC 8689) goes to mail exchangers of an MTA-STS policy only.
     */
    @WithDefault("false")
    boolean trustAuthenticatedData();
  }

  /** Delivery to mail exchangers. */
  interface Mx {
    /** The port they listen on; 25 everywhere but in tests. */
    @WithDefault("25")
    int port();

    /** Exchangers tried for one message. */
    @WithDefault("5")
    int hosts();

    /** Addresses tried of one exchanger. */
    @WithDefault("4")
    int addresses();

    /**
     * Whether the DNS may name this very machine as a next hop: loopback and the addresses of its
     * own interfaces.
     */
    @WithDefault("false")
    boolean allowLoopback();

    /**
     * Whether the DNS may name private networks (RFC 1918, 4193, 6598) as a next hop or as the host
     * of an MTA-STS policy.
     */
    @WithDefault("false")
    boolean allowPrivate();
  }

  /** The SMTP and LMTP client. The timeouts are the least RFC 5321 section 4.5.3.2 asks for. */
  interface Client {
    /**
     * TLS with others where nobody's policy asks for it: opportunistic (used where it works,
     * certificate not verified) or never. Never also ends DANE and MTA-STS.
     */
    @WithDefault("opportunistic")
    StartTls starttls();

    /** To connect to one address. */
    @WithDefault("30s")
    Duration connectTimeout();

    /** Until the greeting. */
    @WithDefault("5m")
    Duration greetingTimeout();

    /** Until the reply to EHLO, MAIL, RCPT, RSET, STARTTLS; and for the TLS handshake. */
    @WithDefault("5m")
    Duration commandTimeout();

    /** Until the reply to DATA. */
    @WithDefault("2m")
    Duration dataTimeout();

    /** For each block of content. */
    @WithDefault("3m")
    Duration blockTimeout();

    /** Until the reply to the content. */
    @WithDefault("10m")
    Duration endOfDataTimeout();

    /**
     * How long one attempt at a message may take, over all hosts, connections and recipients: after
     * half of it no host, transaction or recipient is begun, after all of it content is cut off.
     * Only the reply to the content is waited for beyond it.
     */
    @WithDefault("15m")
    Duration attemptBudget();

    /** How long one address of a host has before the next is tried as well (RFC 8305). */
    @WithDefault("250ms")
    Duration connectHeadStart();

    /** Recipients of one transaction. */
    @WithDefault("100")
    int recipients();

    /** How long a connection waits for its next message. */
    @WithDefault("10s")
    Duration idle();

    /** Messages over one connection. */
    @WithDefault("100")
    int messagesPerConnection();

    /**
     * Next hops that get content with octets above 127 although they do not offer 8BITMIME:
     * domains, HOST:PORT of smtp and lmtp routes, or *. Others get a failure (5.6.3), because
     * content is never converted.
     */
    Optional<List<String>> eightBitAsIs();

    /**
     * A file of lines "HOST:PORT USER PASSWORD" for AUTH with smarthosts of smtp+tls and smtps
     * routes; only its owner may read it (0600).
     */
    Optional<String> credentials();

    Host host();
  }

  /** Each host that we connect to, whatever domains it takes mail for. */
  interface Host {
    /** Connections at once. */
    @WithDefault("20")
    int connections();

    /** The same before anything went well; each success allows one more, a failure halves it. */
    @WithDefault("5")
    int connectionsAtFirst();

    /** Sessions that failed one after the other before a host rests. */
    @WithDefault("5")
    int failures();

    /** How long it rests the first time; doubles each time. */
    @WithDefault("10s")
    Duration rest();

    /** The longest it rests. */
    @WithDefault("5m")
    Duration longestRest();

    /** How long a message waits for one of the connections before it is deferred. */
    @WithDefault("5s")
    Duration patience();

    /** Messages a minute, by host or by a domain above it, such as mx.example.net=60. */
    Map<String, Integer> perMinute();
  }

  /** What others say about TLS with them. */
  interface Tls {
    /** Whether TLSA records are obeyed (RFC 7672); see dns.trust-authenticated-data. */
    @WithDefault("true")
    boolean dane();

    Sts sts();
  }

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

  /** Whether TLS is spoken with next hops. */
  enum StartTls {
    OPPORTUNISTIC,
    NEVER
  }

  /** Delivery into files. */
  interface Maildir {
    /** Whether file and directory are forced to disk before a message counts as delivered. */
    @WithDefault("true")
    boolean fsync();
  }

  /** How much is delivered at once, over all destinations. */
  interface InFlight {
    /**
     * First attempts at messages of one record; half as many retries, and an eighth as many
     * messages of several records, and of those that operators release, each beside the others.
     * Hosts that have not answered yet, or hang, hold half of each at most.
     */
    @WithDefault("512")
    int messages();

    /**
     * Octets of their content, half of that for retries, the same again for messages of several
     * records, a quarter for those that operators release; one that is larger goes alone. An
     * attempt that takes long holds none of it.
     */
    @WithDefault("67108864")
    long octets();

    /**
     * Octets of content kept for messages that wait a moment; others are read again in their turn.
     */
    @WithDefault("16777216")
    long waitingOctets();

    /** How many messages are read back from Kafka at a time. */
    @WithDefault("4")
    int readers();
  }

  /** Fairness between hosts: all the names that lead to the same addresses are one. */
  interface Destination {
    /** Attempts at one host at a time; a quarter of that while it has not answered, or hangs. */
    @WithDefault("20")
    int slots();

    /**
     * Messages that wait for one host, by their place alone. What comes beyond that is parked in
     * the shortest retry topic.
     */
    @WithDefault("1000")
    int waiting();

    /**
     * How long a message that is begun may wait for a place at another of its hosts before that
     * part of it is parked in the shortest retry topic.
     */
    @WithDefault("5s")
    Duration patience();

    /** An attempt that takes longer counts as slow: it gives its memory back. */
    @WithDefault("10s")
    Duration slowAfter();

    /** How long a host is left alone when it could not be reached; twice as long each next time. */
    @WithDefault("5s")
    Duration firstRest();

    /** But no longer than this. */
    @WithDefault("15m")
    Duration longestRest();
  }

  /**
   * What senders are told about their messages (RFC 3464). They go to proven reverse-paths only,
   * and are signed like any mail of ours.
   */
  interface Reports {
    /**
     * Domain of the author MAILER-DAEMON, one whose mail we sign. Without it that of the sender or
     * of a recipient is taken, or this host's name: whichever the signer signs for.
     */
    Optional<String> domain();

    /** A sender hears of a delay at the first attempt that fails so long after the first. */
    @WithDefault("4h")
    Duration delayAfter();

    /** A failed message up to so many octets is returned whole, if the sender asked for that. */
    @WithDefault("1048576")
    long returnedOctets();

    /** From asking a signer to giving up; the report is then signed and sent later. */
    @WithDefault("10s")
    Duration answerDeadline();

    /** From asking to asking once more, on another partition. */
    @WithDefault("2s")
    Duration askAgainAfter();
  }

  /** Queue and quarantine over HTTP, below /relay/v1. */
  interface Api {
    /**
     * Lines token:role; operators may do everything, viewers see all but content. Read anew on
     * change. Without the file nobody may do anything.
     */
    @WithDefault("data/registry-tokens")
    Path tokensFile();

    /**
     * How often it is counted what is held and quarantined, for metrics; the first time reads both
     * topics. 0 is never.
     */
    @WithDefault("60s")
    Duration countEvery();
  }

  /** What is tried again, and when. */
  interface Retry {
    /** Delays of mail.retry.1m, 5m, 15m, 1h and 4h, in this order; the last one repeats. */
    @WithDefault("1m,5m,15m,1h,4h")
    List<Duration> delays();

    /** After this long a message is given up: its sender is told, or it goes to mail.quarantine. */
    @WithDefault("5d")
    Duration giveUpAfter();
  }
}
