package org.postseal.authentication.domainkeys;

import java.util.Optional;
import java.util.stream.Stream;
import org.postseal.authentication.dns.Dns;
import org.postseal.authentication.dns.DnsAnswer;
import org.postseal.authentication.dns.DomainName;
import org.postseal.authentication.taglist.ParsedTagList;
import org.postseal.authentication.taglist.TagList;

/**
 * What a sending domain says of its mail at {@code _domainkey.} and itself (RFC 4870 §3.6).
 * Reported and nothing else: RFC 4870 is historic, and anybody's signing policy of today is
 * elsewhere.
 *
 * @param domain whose it is
 * @param outbound {@code o=}
 * @param testing {@code t=y}: the domain is trying DomainKeys out
 */
public record DomainPolicy(DomainName domain, Outbound outbound, boolean testing) {

  /** {@code o=}: how much of the domain's mail is signed. */
  public enum Outbound {
    /** {@code -}: all of it. */
    SIGNS_ALL,
    /** {@code ~}, and where nothing is said: some of it. */
    SIGNS_SOME;

    /** As the record has it. */
    public String word() {
      return switch (this) {
        case SIGNS_ALL -> "o=-";
        case SIGNS_SOME -> "o=~";
      };
    }
  }

  /**
   * The policy that a domain publishes. Blocks while the DNS does.
   *
   * @return empty if there is none that can be read, or no answer; the default then is {@code o=~}
   */
  static Optional<DomainPolicy> find(Dns dns, DomainName domain) {
    return domain
        .prefixedWith("_domainkey")
        .flatMap(
            name ->
                dns.txt(name) instanceof DnsAnswer.Found<String>(var records, _, _)
                        && records.size() == 1
                    ? parse(domain, records.getFirst())
                    : Optional.empty());
  }

  private static Optional<DomainPolicy> parse(DomainName domain, String text) {
    if (!(TagList.parse(text) instanceof ParsedTagList.WellFormed(TagList tags))) {
      return Optional.empty();
    }
    if (Stream.of("o", "t", "r", "n").allMatch(name -> tags.find(name).isEmpty())) {
      return Optional.empty(); // another kind of record, such as a wildcard's
    }
    boolean testing = tags.find("t").filter(tag -> tag.text().equalsIgnoreCase("y")).isPresent();
    return switch (tags.find("o").map(tag -> tag.text()).orElse("~")) {
      case "-" -> Optional.of(new DomainPolicy(domain, Outbound.SIGNS_ALL, testing));
      case "~" -> Optional.of(new DomainPolicy(domain, Outbound.SIGNS_SOME, testing));
      default -> Optional.empty();
    };
  }
}
