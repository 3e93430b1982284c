package org.postseal.authentication;

import java.util.List;
import java.util.Optional;
import org.postseal.authentication.arc.ArcResult;
import org.postseal.authentication.dkim.DkimResult;
import org.postseal.authentication.dmarc.DmarcResult;
import org.postseal.authentication.dns.DomainName;
import org.postseal.authentication.domainkeys.DomainKeysResult;
import org.postseal.authentication.message.Author;
import org.postseal.authentication.message.ContentDefect;
import org.postseal.authentication.spf.SpfResult;

/**
 * All results for one message. A method that was not applied is empty.
 *
 * @param author whom the message says it is from; nothing of it is proven
 * @param defect why the content cannot be judged like any other, if so
 * @param dkim one result per DKIM-Signature, top to bottom
 * @param domainKeys the best result of all DomainKey-Signatures
 * @param spf what SPF says of the reverse-path, or of HELO if it is null
 * @param dmarc what DMARC makes of these
 * @param arc the status of the chain that the message carries
 * @param nullMx domains of author and reverse-path that say they take no mail (RFC 7505)
 */
public record Evaluation(
    Author author,
    Optional<ContentDefect> defect,
    List<DkimResult> dkim,
    Optional<DomainKeysResult> domainKeys,
    Optional<SpfResult> spf,
    Optional<DmarcResult> dmarc,
    Optional<ArcResult> arc,
    List<DomainName> nullMx) {
  public Evaluation {
    dkim = List.copyOf(dkim);
    nullMx = List.copyOf(nullMx);
  }

  /** An evaluation with DKIM as its only method. */
  public Evaluation(Author author, Optional<ContentDefect> defect, List<DkimResult> dkim) {
    this(
        author,
        defect,
        dkim,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  /** An evaluation with DKIM as its only method. */
  public static Evaluation of(
      Author author, Optional<ContentDefect> defect, List<DkimResult> dkim) {
    return new Evaluation(author, defect, dkim);
  }

  /** The same with DomainKeys applied. */
  public Evaluation with(DomainKeysResult result) {
    return new Evaluation(author, defect, dkim, Optional.of(result), spf, dmarc, arc, nullMx);
  }

  /** The same with SPF applied. */
  public Evaluation with(SpfResult result) {
    return new Evaluation(
        author, defect, dkim, domainKeys, Optional.of(result), dmarc, arc, nullMx);
  }

  /** The same with DMARC applied. */
  public Evaluation with(DmarcResult result) {
    return new Evaluation(author, defect, dkim, domainKeys, spf, Optional.of(result), arc, nullMx);
  }

  /** The same with ARC applied. */
  public Evaluation with(ArcResult result) {
    return new Evaluation(
        author, defect, dkim, domainKeys, spf, dmarc, Optional.of(result), nullMx);
  }

  /** The same with the domains known that take no mail. */
  public Evaluation withNullMx(List<DomainName> domains) {
    return new Evaluation(author, defect, dkim, domainKeys, spf, dmarc, arc, domains);
  }
}
