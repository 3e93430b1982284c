package org.postseal.relay;

import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The SMTP and LMTP client. The timeouts are the least RFC 5321 section 4.5.3.2 asks for. */
public interface ClientSettings {
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
   * half of it no host, transaction or recipient is begun, after all of it content is cut off. Only
   * the reply to the content is waited for beyond it.
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
   * Next hops that get content with octets above 127 although they do not offer 8BITMIME: domains,
   * HOST:PORT of smtp and lmtp routes, or *. Others get a failure (5.6.3), because content is never
   * converted.
   */
  Optional<List<String>> eightBitAsIs();

  /**
   * A file of lines "HOST:PORT USER PASSWORD" for AUTH with smarthosts of smtp+tls and smtps
   * routes; only its owner may read it (0600).
   */
  Optional<String> credentials();

  Host host();

  /** Whether TLS is spoken with next hops. */
  enum StartTls {
    OPPORTUNISTIC,
    NEVER
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
}
