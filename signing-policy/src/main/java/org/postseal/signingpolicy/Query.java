package org.postseal.signingpolicy;

import java.util.Optional;
import org.postseal.authentication.dkim.Selector;
import org.postseal.authentication.dns.DomainName;

/**
 * What is asked of a server.
 *
 * <pre>{@code
 * xsignpol = "XSIGNPOL" SP ( policy / key ) CRLF   ; 512 octets at most
 * policy   = "POLICY" SP Domain
 * key      = "KEY" SP selector SP Domain
 * }</pre>
 */
public sealed interface Query {

  /** The verb, which is the EHLO keyword as well. */
  String VERB = "XSIGNPOL";

  /** Octets of the command line with its CRLF (RFC 5321 §4.5.3.1.4). */
  int LONGEST_LINE = 512;

  /** The domain asked about. */
  DomainName domain();

  /** The words behind the verb. */
  String argument();

  /** The signing policy of a domain. */
  record Policy(DomainName domain) implements Query {
    public Policy {
      requireMailDomain(domain);
    }

    @Override
    public String argument() {
      return "POLICY " + domain.ascii();
    }
  }

  /** One key of a domain. Selector and domain together have {@link #LONGEST_NAMES} at most. */
  record Key(Selector selector, DomainName domain) implements Query {
    public Key {
      requireMailDomain(domain);
      if (selector.ascii().length() + domain.ascii().length() > LONGEST_NAMES) {
        throw new IllegalArgumentException("no line has room for both names");
      }
    }

    @Override
    public String argument() {
      return "KEY " + selector.ascii() + " " + domain.ascii();
    }
  }

  /** What the line has left for selector and domain: {@code XSIGNPOL KEY s d CRLF}. */
  int LONGEST_NAMES = LONGEST_LINE - VERB.length() - " KEY  \r\n".length();

  /** The command line without its CRLF. */
  default String commandLine() {
    return VERB + " " + argument();
  }

  /**
   * Reads the words behind the verb, each octet as an ISO-8859-1 character. Names of a query are in
   * ASCII: A-labels, in any case.
   */
  static Reading<Query> read(String argument) {
    if (argument.length() > LONGEST_LINE - VERB.length() - " \r\n".length()) {
      return new Reading.Malformed<>("the line is longer than " + LONGEST_LINE + " octets");
    }
    if (!Tags.isPrintableAscii(argument)) {
      return new Reading.Malformed<>("names are in ASCII, as A-labels");
    }
    String[] words = argument.strip().split(" +", -1);
    if (words.length == 2 && words[0].equalsIgnoreCase("POLICY")) {
      return mailDomain(words[1])
          .<Reading<Query>>map(domain -> known(new Policy(domain)))
          .orElseGet(Query::noDomain);
    }
    if (words.length == 3 && words[0].equalsIgnoreCase("KEY")) {
      var selector = Selector.parse(words[1]);
      var domain = mailDomain(words[2]);
      if (selector.isEmpty()) {
        return new Reading.Malformed<>("not a selector");
      }
      return domain
          .<Reading<Query>>map(found -> known(new Key(selector.get(), found)))
          .orElseGet(Query::noDomain);
    }
    return new Reading.Malformed<>("POLICY domain, or KEY selector domain");
  }

  private static Reading<Query> known(Query query) {
    return new Reading.WellFormed<>(query);
  }

  private static Reading<Query> noDomain() {
    return new Reading.Malformed<>("not a domain");
  }

  private static Optional<DomainName> mailDomain(String text) {
    return DomainName.parse(text).filter(DomainName::isHostName);
  }

  private static void requireMailDomain(DomainName domain) {
    if (domain.isRoot() || !domain.isHostName()) {
      throw new IllegalArgumentException("not a mail domain");
    }
  }
}
