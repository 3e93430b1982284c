package org.postseal.authentication.dmarc;

import java.util.List;
import java.util.Optional;
import org.postseal.authentication.dns.Dns;
import org.postseal.authentication.dns.DomainName;
import org.postseal.authentication.message.Author;

/**
 * Evaluates DMARC, RFC 9989 §5.3. Blocks while the DNS does. Immutable, for any number of threads.
 */
public final class DmarcVerifier {
  private final Dns dns;
  private final DmarcLimits limits;

  /** Asks this DNS, within these limits. */
  public DmarcVerifier(Dns dns, DmarcLimits limits) {
    this.dns = dns;
    this.limits = limits;
  }

  /** RFC 9989 §5.3.1: without exactly one author domain there is nothing to evaluate. */
  public DmarcResult verify(Author author, Identifiers identifiers) {
    return switch (author) {
      case Author.One(var domain) ->
          isAddress(domain)
              ? notEvaluated("the author domain is an address")
              : new Evaluating(new TreeWalk(dns, limits), domain, identifiers).result();
      case Author.None _ -> notEvaluated("the message has no author");
      case Author.Repeated _ -> notEvaluated("the message has several From fields");
      case Author.Several _ -> notEvaluated("the message has authors of several domains");
      case Author.Malformed _ -> notEvaluated("From is malformed");
    };
  }

  /** The names at which records for an author of this domain are asked for. */
  public static List<DomainName> recordNames(DomainName author) {
    return isAddress(author) ? List.of() : TreeWalk.recordNames(author);
  }

  private static DmarcResult notEvaluated(String reason) {
    return new DmarcResult(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        DmarcResult.Alignment.NONE,
        new DmarcOutcome.PermanentError(reason));
  }

  /** No top-level domain is a number (RFC 3696 §2). */
  private static boolean isAddress(DomainName domain) {
    return domain.labels().size() == 4
        && domain.labels().stream().allMatch(label -> label.matches("[0-9]{1,3}"));
  }
}
