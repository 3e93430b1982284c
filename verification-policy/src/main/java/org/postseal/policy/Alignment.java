package org.postseal.policy;

import java.util.List;
import org.postseal.authentication.dkim.DkimDefect;
import org.postseal.authentication.dkim.DkimOutcome;
import org.postseal.authentication.dkim.DkimResult;
import org.postseal.authentication.dns.DomainName;

/**
 * Whether a signature speaks for the author domain.
 *
 * <p>Its signing domain is the author domain or a parent of it, of at least two labels. This is
 * narrower than relaxed alignment of RFC 9989 §4.4, by which two domains below one organizational
 * domain align as well (the rows of DMARC go by that). It is wider only where somebody publishes
 * keys in a public suffix of several labels, such as {@code co.uk}.
 */
final class Alignment {
  private Alignment() {}

  /** Whether a valid signature of this signing domain is the author domain's own. */
  static boolean isAligned(DomainName signingDomain, DomainName authorDomain) {
    return signingDomain.labels().size() > 1 && authorDomain.isSameOrSubdomainOf(signingDomain);
  }

  /** How far the author domain has signed the message. */
  enum Signed {
    /** A valid signature is aligned. */
    BY_AUTHOR_DOMAIN,
    /** An aligned signature could be valid, but its key could not be fetched. */
    PERHAPS_BY_AUTHOR_DOMAIN,
    /** There are valid signatures, none of them aligned. */
    BY_OTHERS,
    /** There is no valid signature. */
    BY_NOBODY
  }

  static Signed signed(List<DkimResult> signatures, DomainName authorDomain) {
    var best = Signed.BY_NOBODY;
    for (var signature : signatures) {
      boolean aligned =
          signature.claims().domain().filter(d -> isAligned(d, authorDomain)).isPresent();
      var here =
          switch (signature.outcome()) {
            case DkimOutcome.Success _ -> aligned ? Signed.BY_AUTHOR_DOMAIN : Signed.BY_OTHERS;
            case DkimOutcome.Failure(var defect, _) ->
                aligned && defect == DkimDefect.KEY_UNAVAILABLE
                    ? Signed.PERHAPS_BY_AUTHOR_DOMAIN
                    : Signed.BY_NOBODY;
          };
      if (here.compareTo(best) < 0) {
        best = here;
      }
    }
    return best;
  }
}
