package org.postseal.ingress.load;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import org.postseal.accounts.throttle.Network;

/** Limits; beyond each the client gets the reply RFC 5321 names for it. */
public interface LimitSettings {
  /** Content of a message, in octets; announced as SIZE. */
  @WithDefault("35M")
  MemorySize size();

  /** Transactions of a session; announced as MAILMAX (RFC 9422). */
  @WithDefault("10000")
  int transactions();

  /**
   * Commands in a row that bring no message on: all but DATA, BDAT of some size, and RCPT whose
   * recipient is taken. One more ends the session.
   */
  @WithDefault("1000")
  int idleCommands();

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
   * A line of the content with its CRLF. RFC 5321 lets senders use 1,000 octets; many use more, and
   * their mail is genuine.
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
   * Signatures of each kind (DKIM, ARC, DomainKeys), top first, for which a body digest is made; no
   * fewer than the verifier looks at.
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

    /** Queries by XSIGNPOL per period; beyond, 450. 60 for an address, 600 for a network. */
    @WithDefault("0")
    long policyQueries();
  }
}
