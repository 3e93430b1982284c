package org.postseal.signingpolicy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.postseal.authentication.dkim.Selector;
import org.postseal.authentication.dns.DomainName;

/**
 * What the HTTPS twin serves at {@code https://signpol.DOMAIN/.well-known/mail-signing-policy}: the
 * same lines as in replies, without reply codes. First the policy, then the two lines of any number
 * of keys, all of the same domain.
 *
 * <pre>{@code
 * document = line *( line line )          ; policy, then keys
 * line     = chunk CRLF *( "+" chunk CRLF )
 * }</pre>
 *
 * A reader takes LF alone as a line end, and passes over empty lines. A client that wants one key
 * says so in the query, {@code ?selector=2026q4}; a server may then leave out the others, or answer
 * 404. A file that ignores the query and holds them all does as well.
 *
 * @param keys each selector once
 */
public record TwinDocument(PolicyStatement policy, List<KeyStatement> keys) {

  /** Where it stands on its host. */
  public static final String PATH = "/.well-known/mail-signing-policy";

  /** The parameter of the query that names the one key which is wanted. */
  public static final String SELECTOR_PARAMETER = "selector";

  /** Content type of the document. */
  public static final String CONTENT_TYPE = "text/plain;charset=us-ascii";

  private static final String HOST_LABEL = "signpol";

  public TwinDocument {
    keys = List.copyOf(keys);
    if (keys.stream().anyMatch(key -> !key.domain().equals(policy.domain()))) {
      throw new IllegalArgumentException("keys of another domain");
    }
    if (keys.stream().map(KeyStatement::selector).distinct().count() != keys.size()) {
      throw new IllegalArgumentException("a selector stands twice");
    }
  }

  /** The host that serves a domain's document; empty if that name would be too long. */
  public static Optional<DomainName> hostFor(DomainName domain) {
    return domain.prefixedWith(HOST_LABEL);
  }

  /** Which domain's document a host serves; empty if it serves none. */
  public static Optional<DomainName> domainOf(DomainName host) {
    return host.labels().size() > 1 && host.labels().getFirst().equals(HOST_LABEL)
        ? host.parent().filter(DomainName::isHostName)
        : Optional.empty();
  }

  /** The path and query that ask for the policy, and for one key if the query is about one. */
  public static String target(Query query) {
    return switch (query) {
      case Query.Policy _ -> PATH;
      case Query.Key(Selector selector, _) ->
          PATH + "?" + SELECTOR_PARAMETER + "=" + selector.ascii();
    };
  }

  /** The key of that selector. */
  public Optional<KeyStatement> key(Selector selector) {
    return keys.stream().filter(key -> key.selector().equals(selector)).findFirst();
  }

  /** The document as text, each line with its CRLF. */
  public String text() {
    var lines = new ArrayList<>(policy.lines());
    keys.forEach(key -> lines.addAll(key.lines()));
    return String.join("\r\n", Chunks.cut(lines)) + "\r\n";
  }

  /** Reads the octets of a whole document that is to be that domain's. */
  public static Reading<TwinDocument> read(byte[] octets, DomainName domain, ReadingLimits limits) {
    if (octets.length > limits.octets()) {
      return new Reading.Malformed<>("more than " + limits.octets() + " octets");
    }
    var chunks =
        Stream.of(new String(octets, StandardCharsets.ISO_8859_1).split("\n", -1))
            .map(line -> line.endsWith("\r") ? line.substring(0, line.length() - 1) : line)
            .filter(line -> !line.isEmpty())
            .toList();
    if (chunks.size() > limits.lines()) {
      return new Reading.Malformed<>("more than " + limits.lines() + " lines");
    }
    if (chunks.stream().anyMatch(chunk -> chunk.length() > ReadingLimits.LINE_OCTETS)) {
      return new Reading.Malformed<>("a line of more than 512 octets");
    }
    return switch (Chunks.join(chunks)) {
      case Reading.Malformed<List<String>>(String reason) -> new Reading.Malformed<>(reason);
      case Reading.WellFormed<List<String>>(List<String> lines) -> of(lines, domain);
    };
  }

  private static Reading<TwinDocument> of(List<String> lines, DomainName domain) {
    if (lines.size() % 2 == 0) {
      return new Reading.Malformed<>("it is not a policy and pairs of lines");
    }
    return switch (PolicyStatement.read(lines.getFirst())) {
      case Reading.Malformed<PolicyStatement>(String reason) -> new Reading.Malformed<>(reason);
      case Reading.WellFormed<PolicyStatement>(PolicyStatement policy)
          when !policy.domain().equals(domain) ->
          new Reading.Malformed<>("the policy is that of another domain");
      case Reading.WellFormed<PolicyStatement>(PolicyStatement policy) ->
          of(policy, lines.subList(1, lines.size()));
    };
  }

  private static Reading<TwinDocument> of(PolicyStatement policy, List<String> lines) {
    var keys = new ArrayList<KeyStatement>();
    for (int at = 0; at < lines.size(); at += 2) {
      switch (KeyStatement.read(lines.get(at), lines.get(at + 1))) {
        case Reading.Malformed<KeyStatement>(String reason) -> {
          return new Reading.Malformed<>(reason);
        }
        case Reading.WellFormed<KeyStatement>(KeyStatement key)
            when !key.domain().equals(policy.domain()) -> {
          return new Reading.Malformed<>("a key is that of another domain");
        }
        case Reading.WellFormed<KeyStatement>(KeyStatement key)
            when keys.stream().anyMatch(one -> one.selector().equals(key.selector())) -> {
          return new Reading.Malformed<>("a selector stands twice");
        }
        case Reading.WellFormed<KeyStatement>(KeyStatement key) -> keys.add(key);
      }
    }
    return new Reading.WellFormed<>(new TwinDocument(policy, keys));
  }
}
