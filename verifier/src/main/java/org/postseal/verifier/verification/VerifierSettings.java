package org.postseal.verifier.verification;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.postseal.authentication.dkim.VerifierSettings.Sha1;
import org.postseal.policy.Quarantine;
import org.postseal.topics.DomainEntry.Mode;

/** All settings of the verifier. */
@ConfigMapping(prefix = "postseal.verifier")
public interface VerifierSettings {

  /** Whether this process answers questions on {@code mail.verify}. */
  @WithDefault("true")
  boolean enabled();

  /** Who evaluated, at the head of Authentication-Results: the name that ingress protects. */
  @WithDefault("localhost")
  String authservId();

  /** How strictly mail is judged for domains whose registry entry does not say. */
  @WithDefault("enforce")
  Mode mode();

  /**
   * What becomes of mail that is neither taken nor refused: {@code keep} it in {@code
   * mail.quarantine}, or deliver it and {@code mark} it in Authentication-Results.
   */
  @WithDefault("keep")
  Quarantine quarantine();

  /**
   * Questions evaluated at the same time; others wait. Those that wait for the DNS do not count.
   */
  @WithDefault("256")
  int concurrency();

  /**
   * The time by which signatures are judged: {@code system}; an RFC 3339 instant; or {@code
   * file:PATH} of a file that holds an instant and is read for every question. The latter two are
   * for tests that replay old mail.
   */
  @WithDefault("system")
  String clock();

  /** How long the first questions wait until the registry's topics have been read. */
  @WithDefault("5s")
  Duration registryPatience();

  /**
   * How often a message of our own is judged before this process is ready, so that the first
   * message of a stranger finds warm code; 0 for not at all. Thirty take about a second of a
   * processor.
   */
  @WithDefault("30")
  int rehearsals();

  /** How long running questions are waited for at shutdown. */
  @WithDefault("10s")
  Duration drain();

  /** Where DNS questions go. */
  DnsSettings dns();

  /** Where key records are asked for first. */
  RegistrySettings registry();

  /** What is good enough for a DKIM signature. */
  Dkim dkim();

  /** Whether author domains are asked themselves, by the registry (docs/xsignpol.md). */
  Signpol signpol();

  /** Settings of {@code x-signpol}. */
  interface Signpol {
    /**
     * Whether they are asked about the keys of signatures that name {@code x-signpol}, and what
     * they have stated counts. The registry needs {@code postseal.registry.asking.enabled}.
     */
    @WithDefault("false")
    boolean enabled();

    /** Author domains whose policy and keys are asked for whatever their signatures name. */
    Optional<List<String>> domains();

    /** Signatures of one message that are asked about. */
    @WithDefault("2")
    int signatures();

    /** How long all answers about one message are waited for, after those of the DNS. */
    @WithDefault("8s")
    Duration patience();
  }

  /** How far an SPF policy may make us work. */
  Spf spf();

  /**
   * Domains trusted to pass on mail of others: where exactly one of them passes DKIM or SPF, what
   * fails for a broken signature is not refused.
   */
  Optional<List<String>> forwarders();

  /**
   * Domains whose ARC seals are believed: where exactly one of them has sealed the message as it
   * is, in a valid chain, and says that the author was authenticated, what fails for a broken
   * signature is not refused. A chain that none of them claims to have sealed is not looked at.
   */
  Optional<List<String>> trustedSealers();

  /** How much of a DMARC record is read. */
  Dmarc dmarc();

  /** Limits of DMARC. The questions of its tree walk are limited by RFC 9989. */
  interface Dmarc {
    /** Octets of a record; an author domain's longer record is permerror. */
    @WithDefault("8192")
    int recordLength();
  }

  /** Limits of SPF; beyond them the result is permerror, if nothing else is said. */
  interface Spf {
    /**
     * Mechanisms and modifiers that ask the DNS, in one check (RFC 7208 §4.6.4). Each include is
     * one, so that includes nest no deeper.
     */
    @WithDefault("10")
    int terms();

    /** Terms whose question had no answer. */
    @WithDefault("2")
    int voidLookups();

    /** MX records of one {@code mx}. */
    @WithDefault("10")
    int mailExchanges();

    /** Names of the reverse tree that are looked at; the rest is ignored. */
    @WithDefault("10")
    int pointers();

    /** Octets of a record. */
    @WithDefault("16384")
    int recordLength();

    /** Characters of an expanded macro string. */
    @WithDefault("4096")
    int expansion();
  }

  /** Settings of DNS. */
  interface DnsSettings {
    /** {@code address[:port]} of resolvers, in order; absent: the operating system's. */
    Optional<List<String>> servers();

    /** How long one question goes on, over all attempts. */
    @WithDefault("8s")
    Duration patience();

    /** How long all questions about one message may take together. */
    @WithDefault("10s")
    Duration budget();

    /** After so long a message is refused that no answer still missing could save. */
    @WithDefault("2s")
    Duration refusalPatience();

    /** How many questions a message may make us ask; what is more stays unanswered. */
    Questions questions();

    /**
     * What may wait for the DNS at once: open questions, and messages that wait for them, of which
     * one of more than 16 KiB counts as several. What finds no room gets no answer.
     */
    @WithDefault("4096")
    int waiting();

    /** The same for names of one domain: one that answers slowly has no more. */
    @WithDefault("256")
    int waitingOfDomain();

    /** The same for messages of one client network, an IPv4 /24 or an IPv6 /48. */
    @WithDefault("1024")
    int waitingOfNetwork();

    /** How long one server is waited for before the next is asked. */
    @WithDefault("2s")
    Duration attemptTimeout();

    /** Octets of an answer by UDP that are offered to be taken (EDNS); more comes by TCP. */
    @WithDefault("1232")
    int ednsPayload();

    /** Records of one answer that are read; an answer with more counts as no answer. */
    @WithDefault("256")
    int maxRecords();

    /** Octets of one answer; a longer one counts as no answer. */
    @WithDefault("32768")
    int maxAnswerOctets();

    /**
     * Whether the servers validate DNSSEC and nobody else can write to the path to them, so that
     * their AD bit proves something.
     */
    @WithDefault("false")
    boolean trustAuthenticatedData();

    /** Octets of answers kept in memory, estimated. */
    @WithDefault("33554432")
    long cacheOctets();
  }

  /** Different DNS questions about one message, by what asks them; 100 in all. */
  interface Questions {
    /** Of SPF. */
    @WithDefault("50")
    int spf();

    /** Of DMARC. */
    @WithDefault("16")
    int dmarc();

    /** For the keys of DKIM, DomainKeys and ARC. */
    @WithDefault("30")
    int keys();

    /** About MX records and DomainKeys policies. */
    @WithDefault("4")
    int others();
  }

  /** Settings of the registry. */
  interface RegistrySettings {
    /** Such as {@code http://127.0.0.1:8080}; absent: key records come from the DNS alone. */
    Optional<URI> url();

    /** Holds this service's token: lines {@code token:role}, or a single token. */
    Optional<Path> tokenFile();

    /** How long an answer is waited for before the DNS is asked directly. */
    @WithDefault("500ms")
    Duration timeout();

    /** How long a registry that did not answer is not asked again. */
    @WithDefault("5s")
    Duration pause();
  }

  /** Settings of DKIM verification. */
  interface Dkim {
    /** A valid signature by a smaller RSA key is {@code policy}. */
    @WithDefault("1024")
    int minimumRsaBits();

    /** Whether rsa-sha1 is taken: {@code refused} (RFC 8301) or {@code allowed}. */
    @WithDefault("refused")
    Sha1 sha1();

    /** Signatures of a message that are looked at, top first; the others are {@code policy}. */
    @WithDefault("20")
    int signatures();

    /** Tags of a signature; one with more is {@code permerror}. */
    @WithDefault("64")
    int tags();

    /**
     * Public-key operations that one message may cost, over DKIM, DomainKeys and ARC; each 64 KiB
     * of header fields that a signature covers count as one more. What is beyond is not verified:
     * {@code policy}, and a chain fails.
     */
    @WithDefault("128")
    int operations();
  }
}
