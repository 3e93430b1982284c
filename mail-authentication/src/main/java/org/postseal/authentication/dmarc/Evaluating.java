package org.postseal.authentication.dmarc;

import java.util.List;
import java.util.Optional;
import org.postseal.authentication.dmarc.DmarcRecord.Soundness;
import org.postseal.authentication.dmarc.DmarcResult.Alignment;
import org.postseal.authentication.dmarc.TreeWalk.Existence;
import org.postseal.authentication.dmarc.TreeWalk.Found;
import org.postseal.authentication.dmarc.TreeWalk.Lookup;
import org.postseal.authentication.dmarc.TreeWalk.Walked;
import org.postseal.authentication.dns.DomainName;

/** The evaluation of one message with one author domain. */
final class Evaluating {
  private final TreeWalk tree;
  private final DomainName author;
  private final Identifiers identifiers;
  private final Walked walked;
  private final Optional<DomainName> organizationalDomain;

  Evaluating(TreeWalk tree, DomainName author, Identifiers identifiers) {
    this.tree = tree;
    this.author = author;
    this.identifiers = identifiers;
    this.walked = tree.walk(author);
    this.organizationalDomain = walked.organizationalDomain();
  }

  DmarcResult result() {
    switch (tree.lookup(author)) {
      case Lookup.Unavailable(var reason) -> {
        return without(new DmarcOutcome.TemporaryError(reason));
      }
      case Lookup.TooLong _ -> {
        return without(new DmarcOutcome.PermanentError("the DMARC record is too long"));
      }
      // §4.10: several are discarded, and the walk has gone on.
      case Lookup.One _, Lookup.Several _, Lookup.Nothing _ -> {}
    }
    var applicable = applicable();
    if (applicable.isEmpty()) {
      return without(
          walked.failure().isPresent()
              ? new DmarcOutcome.TemporaryError(walked.failure().get())
              : new DmarcOutcome.None("no DMARC record for " + author));
    }
    if (applicable.get().dmarcRecord().soundness() == Soundness.UNUSABLE) {
      return without(
          new DmarcOutcome.None(
              "the DMARC record of " + applicable.get().domain() + " has no valid policy"));
    }
    return evaluated(applicable.get());
  }

  /** RFC 9989 §4.10.1: of the author domain, else of its organizational domain, else of the PSD. */
  private Optional<Found> applicable() {
    return walked
        .at(author)
        .or(() -> organizationalDomain.flatMap(walked::at))
        .or(() -> organizationalDomain.flatMap(_ -> walked.publicSuffix()));
  }

  private DmarcResult evaluated(Found applicable) {
    var dmarcRecord = applicable.dmarcRecord();
    var spf = identifiers.spf().map(List::of).orElse(List.of());
    var dkim = firstAligned(identifiers.dkim(), dmarcRecord.adkim());
    var bySpf = firstAligned(spf, dmarcRecord.aspf());
    var alignment = new Alignment(dkim.domain(), bySpf.domain(), Optional.empty());
    if (alignment.passes()) {
      return evaluated(applicable, alignment, new DmarcOutcome.Pass());
    }
    var failure = dkim.failure().or(bySpf::failure);
    if (failure.isPresent()) {
      return evaluated(applicable, alignment, new DmarcOutcome.TemporaryError(failure.get()));
    }
    // Either method could have authenticated it, so the looser mode counts.
    boolean strict =
        dmarcRecord.adkim() == AlignmentMode.STRICT && dmarcRecord.aspf() == AlignmentMode.STRICT;
    var undecided =
        firstAligned(
            identifiers.undecided(), strict ? AlignmentMode.STRICT : AlignmentMode.RELAXED);
    if (undecided.failure().isPresent()) {
      return evaluated(
          applicable, alignment, new DmarcOutcome.TemporaryError(undecided.failure().get()));
    }
    return evaluated(
        applicable,
        new Alignment(Optional.empty(), Optional.empty(), undecided.domain()),
        new DmarcOutcome.Fail());
  }

  private DmarcResult evaluated(Found applicable, Alignment alignment, DmarcOutcome outcome) {
    var dmarcRecord = applicable.dmarcRecord();
    if (applicable.domain().equals(author)) {
      return evaluated(applicable, dmarcRecord.forItself(), alignment, outcome);
    }
    // Whether the author domain exists is asked only if it makes a difference.
    var exists =
        dmarcRecord.forNonExistentSubdomain() == dmarcRecord.forSubdomain()
            ? Existence.EXISTS
            : tree.existence(author);
    return switch (exists) {
      case EXISTS -> evaluated(applicable, dmarcRecord.forSubdomain(), alignment, outcome);
      case DOES_NOT ->
          evaluated(applicable, dmarcRecord.forNonExistentSubdomain(), alignment, outcome);
      case NOT_KNOWN ->
          evaluated(
              applicable,
              dmarcRecord.forSubdomain(),
              alignment,
              alignment.passes()
                  ? outcome
                  : new DmarcOutcome.TemporaryError("whether " + author + " exists is not known"));
    };
  }

  private DmarcResult evaluated(
      Found applicable, Policy policy, Alignment alignment, DmarcOutcome outcome) {
    return new DmarcResult(
        Optional.of(author),
        organizationalDomain,
        Optional.of(new PublishedPolicy(applicable.domain(), applicable.dmarcRecord(), policy)),
        alignment,
        outcome);
  }

  private record Aligned(Optional<DomainName> domain, Optional<String> failure) {}

  /** RFC 9989 §4.10.2. */
  private Aligned firstAligned(List<DomainName> domains, AlignmentMode mode) {
    if (domains.contains(author)) {
      return new Aligned(Optional.of(author), Optional.empty());
    }
    Optional<String> failure = Optional.empty();
    for (DomainName domain : mode == AlignmentMode.STRICT ? List.<DomainName>of() : domains) {
      // Related domains have a suffix in common, so strangers need no walk.
      if (organizationalDomain.isEmpty()) {
        failure = failure.or(walked::failure);
      } else if (domain.isSameOrSubdomainOf(organizationalDomain.get())) {
        var there = tree.walk(domain);
        failure = failure.or(there::failure);
        if (there.organizationalDomain().equals(organizationalDomain)) {
          return new Aligned(Optional.of(domain), Optional.empty());
        }
      }
    }
    return new Aligned(Optional.empty(), failure);
  }

  private DmarcResult without(DmarcOutcome outcome) {
    return new DmarcResult(
        Optional.of(author), organizationalDomain, Optional.empty(), Alignment.NONE, outcome);
  }
}
