package org.postseal.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.postseal.authentication.Evaluation;
import org.postseal.authentication.dkim.DkimDefect;
import org.postseal.authentication.dkim.DkimOutcome;
import org.postseal.authentication.dkim.DkimResult;
import org.postseal.authentication.dns.DomainName;
import org.postseal.authentication.message.HeaderSection;
import org.postseal.authentication.spf.SpfOutcome;
import org.postseal.authentication.spf.SpfResult;
import org.postseal.policy.IndirectFlow.Sign;

/**
 * Whom the operator trusts to pass on mail of others: exactly these domains, none below them.
 *
 * @param forwarders believed where one passes DKIM or SPF
 * @param sealers believed in what their ARC seals say of the author (RFC 8617 §7.2)
 */
public record Intermediaries(Set<DomainName> forwarders, Set<DomainName> sealers) {
  /** Nobody is trusted. */
  public static final Intermediaries NONE = new Intermediaries(Set.of(), Set.of());

  public Intermediaries {
    forwarders = Set.copyOf(forwarders);
    sealers = Set.copyOf(sealers);
  }

  /** Whether something counts as a sign. */
  private enum Proof {
    THERE,
    NOT_KNOWN,
    ABSENT;

    static Proof of(Sealers.Word word) {
      return switch (word) {
        case VOUCHES -> THERE;
        case NOT_KNOWN -> NOT_KNOWN;
        case SAYS_NOTHING -> ABSENT;
      };
    }

    Proof or(Proof other) {
      return compareTo(other) < 0 ? this : other;
    }
  }

  /**
   * The strongest sign that one of them, or a mailing list, has passed the message on. Only what is
   * authenticated counts: a list field alone, a broken signature of the author domain, or a chain
   * of seals of strangers, a forger can paste.
   */
  public IndirectFlow flow(Evaluation evaluation, HeaderSection section) {
    var sealer = Proof.of(word(evaluation));
    var forwarder =
        sent(evaluation, forwarders::contains).or(signed(evaluation, forwarders::contains));
    var list =
        ListId.of(section)
            .map(id -> signed(evaluation, domain -> Alignment.isAligned(domain, id)))
            .orElse(Proof.ABSENT);
    if (sealer == Proof.THERE) {
      return new IndirectFlow.Proven(Sign.SEALER);
    }
    if (forwarder == Proof.THERE) {
      return new IndirectFlow.Proven(Sign.FORWARDER);
    }
    IndirectFlow.Known known =
        list == Proof.THERE ? new IndirectFlow.Proven(Sign.LIST) : new IndirectFlow.None();
    var open = new ArrayList<Sign>();
    note(open, Sign.SEALER, sealer);
    note(open, Sign.FORWARDER, forwarder);
    note(open, Sign.LIST, list);
    return open.isEmpty()
        ? known
        : new IndirectFlow.Undecided(known, open, missing(evaluation, open.getFirst()));
  }

  private static void note(List<Sign> open, Sign sign, Proof proof) {
    if (proof == Proof.NOT_KNOWN) {
      open.add(sign);
    }
  }

  private Sealers.Word word(Evaluation evaluation) {
    var author = Findings.authorDomain(evaluation.author());
    return author.isPresent() && evaluation.arc().isPresent()
        ? Sealers.word(author.get(), evaluation.arc().get().sets(), sealers)
        : Sealers.Word.SAYS_NOTHING;
  }

  private static Proof signed(Evaluation evaluation, Predicate<DomainName> counts) {
    return evaluation.dkim().stream()
        .filter(signature -> signature.claims().domain().filter(counts).isPresent())
        .map(Intermediaries::proof)
        .reduce(Proof.ABSENT, Proof::or);
  }

  private static Proof proof(DkimResult signature) {
    return switch (signature.outcome()) {
      case DkimOutcome.Success _ -> Proof.THERE;
      case DkimOutcome.Failure(var defect, _) ->
          defect == DkimDefect.KEY_UNAVAILABLE ? Proof.NOT_KNOWN : Proof.ABSENT;
    };
  }

  private static Proof sent(Evaluation evaluation, Predicate<DomainName> counts) {
    return evaluation
        .spf()
        .filter(spf -> spf.domain().filter(counts).isPresent())
        .map(Intermediaries::proof)
        .orElse(Proof.ABSENT);
  }

  private static Proof proof(SpfResult spf) {
    return switch (spf.outcome()) {
      case SpfOutcome.Pass _ -> Proof.THERE;
      case SpfOutcome.TemporaryError _ -> Proof.NOT_KNOWN;
      case SpfOutcome.Fail _,
          SpfOutcome.SoftFail _,
          SpfOutcome.Neutral _,
          SpfOutcome.None _,
          SpfOutcome.PermanentError _ ->
          Proof.ABSENT;
    };
  }

  private Row.Missing missing(Evaluation evaluation, Sign sign) {
    return switch (sign) {
      case SEALER -> new Row.Missing(Row.Source.KEY, "a key of a sealer could not be fetched");
      case FORWARDER ->
          signed(evaluation, forwarders::contains) == Proof.NOT_KNOWN
              ? new Row.Missing(Row.Source.KEY, "a key of a forwarder could not be fetched")
              : new Row.Missing(
                  Row.Source.RECORD, "the SPF record of a forwarder could not be fetched");
      case LIST -> new Row.Missing(Row.Source.KEY, "a key of the list could not be fetched");
    };
  }
}
