package org.postseal.policy;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postseal.authentication.arc.SealedSet;
import org.postseal.authentication.authresults.AuthenticationResults;
import org.postseal.authentication.authresults.MethodResult;
import org.postseal.authentication.authresults.ParsedResults;
import org.postseal.authentication.authresults.Property;
import org.postseal.authentication.authresults.ResultWord;
import org.postseal.authentication.dns.DomainName;

/**
 * Whether the sets of a valid chain vouch for the author domain (RFC 8617 §7.2.1).
 *
 * <p>A stranger can make a chain that validates: he seals whatever results he likes as the first,
 * and may have a trusted handler seal behind him. So the chain is read from the newest set down.
 * The newest trusted sealer must have sealed the message as it is now, From included; strangers
 * above him have then altered nothing that he signed. From him down it goes on for as long as the
 * sealers are trusted, and the oldest of these must say that the author domain was authenticated
 * when the message came to him. What strangers below him say is not looked at.
 */
final class Sealers {
  private Sealers() {}

  /**
   * @param sets of a chain that passed, newest first; empty for any other chain
   */
  static boolean vouchFor(DomainName author, List<SealedSet> sets, Set<DomainName> trusted) {
    Optional<SealedSet> oldest = Optional.empty();
    for (SealedSet set : sets) {
      if (trusted.contains(set.sealer())) {
        if (oldest.isEmpty() && set.content() == SealedSet.Content.ALTERED) {
          return false;
        }
        oldest = Optional.of(set);
      } else if (oldest.isPresent()) {
        break;
      }
    }
    return oldest.filter(set -> saysAuthenticated(set.results(), author)).isPresent();
  }

  private static boolean saysAuthenticated(String results, DomainName author) {
    return AuthenticationResults.parse(results) instanceof ParsedResults.WellFormed said
        && !said.mayHide("dmarc")
        && saysAuthenticated(said.results().results(), author);
  }

  /** By DMARC if the sealer evaluated that; else by a domain that DKIM or SPF authenticated. */
  private static boolean saysAuthenticated(List<MethodResult> results, DomainName author) {
    var dmarc =
        results.stream()
            .filter(result -> result.method().equals("dmarc"))
            .filter(result -> result.result() != ResultWord.NONE)
            .toList();
    return dmarc.isEmpty()
        ? results.stream().anyMatch(result -> isAligned(result, author))
        : dmarc.stream().allMatch(result -> passedFor(result, author));
  }

  /** The sealer's signature covers From, so a result that names no domain is of that From. */
  private static boolean passedFor(MethodResult dmarc, DomainName author) {
    return dmarc.result() == ResultWord.PASS
        && named(dmarc, "header.from").stream()
            .allMatch(from -> from.domain().filter(author::equals).isPresent());
  }

  private static boolean isAligned(MethodResult result, DomainName author) {
    List<Property> identifiers =
        switch (result.method()) {
          case "dkim" -> {
            var domains = named(result, "header.d");
            yield domains.isEmpty() ? named(result, "header.i") : domains;
          }
          case "spf" -> named(result, "smtp.mailfrom");
          default -> List.of();
        };
    return result.result() == ResultWord.PASS
        && identifiers.size() == 1
        && identifiers
            .getFirst()
            .domain()
            .filter(domain -> Alignment.isAligned(domain, author))
            .isPresent();
  }

  private static List<Property> named(MethodResult result, String name) {
    return result.properties().stream().filter(property -> property.name().equals(name)).toList();
  }
}
