package org.postseal.policy;

import java.util.ArrayList;
import java.util.List;
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

  /** What the trusted sealers say of the author. */
  enum Word {
    /** That the author was authenticated. */
    VOUCHES,
    /** That may be, but a key that would prove it could not be fetched. */
    NOT_KNOWN,
    /** Nothing that helps, or nothing proven. */
    SAYS_NOTHING
  }

  /**
   * Keys of strangers do not matter here, be they above or below: what a trusted sealer has sealed
   * his own key proves.
   *
   * @param sets whose seals are valid as far as there are keys, newest first
   */
  static Word word(DomainName author, List<SealedSet> sets, Set<DomainName> trusted) {
    boolean certain = true;
    var oldest = new ArrayList<SealedSet>();
    for (SealedSet set : sets) {
      if (trusted.contains(set.sealer()) && set.seal() != SealedSet.Seal.KEY_MISSING) {
        if (oldest.isEmpty()) {
          if (set.content() == SealedSet.Content.ALTERED) {
            return Word.SAYS_NOTHING;
          }
          certain =
              set.seal() == SealedSet.Seal.VALID && set.content() == SealedSet.Content.AS_SEALED;
        } else if (certain && set.seal() == SealedSet.Seal.VALID && oldest.size() == 1) {
          oldest.clear();
        }
        oldest.add(set);
      } else if (!oldest.isEmpty()) {
        break;
      }
    }
    long vouching = oldest.stream().filter(set -> saysAuthenticated(set.results(), author)).count();
    if (vouching == 0) {
      return Word.SAYS_NOTHING;
    }
    return certain && vouching == oldest.size() ? Word.VOUCHES : Word.NOT_KNOWN;
  }

  private static boolean saysAuthenticated(String results, DomainName author) {
    return AuthenticationResults.parse(results) instanceof ParsedResults.WellFormed said
        && !hidesDmarc(said)
        && saysAuthenticated(said.results().results(), author);
  }

  /** A handler reports DMARC once: where it is read, what cannot be read is something else. */
  private static boolean hidesDmarc(ParsedResults.WellFormed said) {
    boolean isRead =
        said.results().results().stream().anyMatch(result -> result.method().equals("dmarc"));
    return isRead ? said.unread().contains("dmarc") : said.mayHide("dmarc");
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
