package org.postseal.policy;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.postseal.authentication.dns.DomainName;
import org.postseal.authentication.message.Author;
import org.postseal.authentication.message.ContentDefect;
import org.postseal.policy.Row.Outcome;
import org.postseal.topics.DomainEntry;
import org.postseal.topics.DomainEntry.SigningPolicy;

/** The rows of the decision table that concern the message itself, each with its reason. */
final class Rows {
  private static final Outcome.Certain PASSES = new Outcome.Passes();

  private Rows() {}

  /** A header section cut at a limit: nothing else can be concluded from it. */
  static Outcome contentLimit(Findings findings) {
    var defect = findings.evaluation().defect();
    return defect.isPresent() && defect.get().isLimit()
        ? reject("content-limit", "5.6.0", defect.get().reason())
        : PASSES;
  }

  /**
   * A header section in which readers could find other fields than we: an author of their own, or
   * results that we did not write. RFC 5322 §2.2: each line is a field or continues one.
   */
  static Outcome headerSection(Findings findings) {
    return findings
        .evaluation()
        .defect()
        .filter(ContentDefect::isAmbiguous)
        .map(defect -> reject("header-malformed", "5.6.0", defect.reason()))
        .orElse(PASSES);
  }

  /** Without the registry nobody knows who is blocked and who signs everything. */
  static Outcome registry(Findings findings) {
    return switch (findings.standing()) {
      case Standing.Read _ -> PASSES;
      case Standing.NotRead _ ->
          new Outcome.Fires(
              Decision.defer("could-not-fetch", "4.7.5", "the key registry has not been read yet"));
    };
  }

  /** The operator has given up on the author domain or on the peer. */
  static Outcome blocklist(Findings findings) {
    return read(findings)
        .flatMap(Standing.Read::blocked)
        .map(Rows::named)
        .map(who -> reject("blocklist", "5.7.1", "no mail from " + who + " is taken here"))
        .orElse(PASSES);
  }

  private static String named(Standing.Blocked blocked) {
    return switch (blocked) {
      case Standing.Blocked.Domain(var name) -> name.ascii();
      case Standing.Blocked.Address(var address) -> "[" + address + "]";
    };
  }

  /**
   * RFC 5322 §3.6: exactly one From. Several authors are legal (§3.6.2), but when they are of
   * different domains no single domain answers for the message (RFC 9989 §5.3.1).
   */
  static Outcome from(Findings findings) {
    return switch (findings.evaluation().author()) {
      case Author.One _ -> PASSES;
      case Author.Several _ ->
          reject("from-several", "5.7.1", "From names authors of several domains");
      case Author.None _ -> reject("from-absent", "5.6.0", "From is absent or names nobody");
      case Author.Repeated _ -> reject("from-repeated", "5.6.0", "there are several From fields");
      case Author.Malformed _ ->
          reject("from-malformed", "5.6.0", "From is no list of mailboxes with a domain");
    };
  }

  /** RFC 7505 §4.2: who takes no mail could not even be told that his failed. */
  static Outcome nullMx(Findings findings) {
    return findings.evaluation().nullMx().stream()
        .findFirst()
        .map(domain -> reject("null-mx", "5.7.27", domain + " says that it takes no mail"))
        .orElse(PASSES);
  }

  /**
   * Mail in the name of a domain we sign for carries our signature, unless it is forged or somebody
   * has altered it on its way and proves who he is.
   */
  static Outcome ownDomain(Findings findings) {
    return Outcome.whichever(findings.indirectFlow(), flow -> ownDomain(findings, flow));
  }

  private static Outcome ownDomain(Findings findings, IndirectFlow.Known flow) {
    return switch (flow) {
      case IndirectFlow.None _ -> ownDomainUnsigned(findings, decision -> decision);
      case IndirectFlow.Proven(var sign) ->
          switch (sign) {
            case FORWARDER, SEALER -> PASSES;
            case LIST ->
                ownDomainUnsigned(findings, _ -> Decision.quarantine("own-domain-indirect"));
          };
    };
  }

  private static Outcome ownDomainUnsigned(Findings findings, UnaryOperator<Decision> lessened) {
    if (entry(findings).filter(DomainEntry::signed).isEmpty()) {
      return PASSES;
    }
    return unlessSigned(
        findings,
        author -> Alignment.signed(findings.evaluation().dkim(), author),
        domain ->
            lessened.apply(ownDomain(domain + " is signed here, and this has no such signature")),
        domain -> lessened.apply(ownDomain(domain + " is signed here, and this only by others")));
  }

  private static Decision ownDomain(String text) {
    return Decision.reject("own-domain", "5.7.26", text);
  }

  /**
   * The author domain is known to sign everything: the operator says so, or it says so itself and
   * has proven to be itself. RFC 7372 §3.1: 5.7.20 if there is no passing signature, 5.7.22 if
   * there is one, but none of the author domain. An operator knows how a domain's mail comes; the
   * domain does not know who passes it on.
   */
  static Outcome signingPolicy(Findings findings) {
    return switch (saysThatAllIsSigned(findings)) {
      case NOBODY -> PASSES;
      case OPERATOR -> signingPolicy(findings, decision -> decision);
      case DOMAIN ->
          Outcome.whichever(findings.indirectFlow(), flow -> signingPolicy(findings, flow));
    };
  }

  private static Outcome signingPolicy(Findings findings, IndirectFlow.Known flow) {
    return switch (flow) {
      case IndirectFlow.None _ -> signingPolicy(findings, decision -> decision);
      case IndirectFlow.Proven(var sign) ->
          switch (sign) {
            case FORWARDER, SEALER -> PASSES;
            case LIST ->
                signingPolicy(findings, _ -> Decision.quarantine("signing-policy-indirect"));
          };
    };
  }

  private static Outcome signingPolicy(Findings findings, UnaryOperator<Decision> lessened) {
    return unlessSigned(
        findings,
        signed(findings),
        domain ->
            lessened.apply(
                Decision.reject(
                    "signing-policy",
                    "5.7.20",
                    domain + " signs all its mail, and this has no valid signature")),
        domain ->
            lessened.apply(
                Decision.reject(
                    "signing-policy",
                    "5.7.22",
                    domain + " signs all its mail, and this is signed by others only")));
  }

  /** Who says that a domain signs everything. */
  private enum Says {
    NOBODY,
    OPERATOR,
    DOMAIN
  }

  /** One source: where the operator has said something, it counts. */
  private static Says saysThatAllIsSigned(Findings findings) {
    var said = entry(findings).filter(entry -> entry.signingPolicy() != SigningPolicy.NONE);
    if (said.isPresent()) {
      return said.get().signingPolicy() == SigningPolicy.ALL && !said.get().testing()
          ? Says.OPERATOR
          : Says.NOBODY;
    }
    return findings.asked().policy().filter(Asked.Stated::demandsSignatures).isPresent()
        ? Says.DOMAIN
        : Says.NOBODY;
  }

  /** By DKIM, or with a key that the author domain itself gave. */
  private static Function<DomainName, Alignment.Signed> signed(Findings findings) {
    return author -> {
      var byDkim = Alignment.signed(findings.evaluation().dkim(), author);
      if (byDkim == Alignment.Signed.BY_AUTHOR_DOMAIN || findings.asked().isProvenFor(author)) {
        return Alignment.Signed.BY_AUTHOR_DOMAIN;
      }
      return findings.asked().isOpenFor(author)
          ? Alignment.Signed.PERHAPS_BY_AUTHOR_DOMAIN
          : byDkim;
    };
  }

  private static Optional<DomainEntry> entry(Findings findings) {
    return read(findings).flatMap(Standing.Read::authorEntry);
  }

  /** What follows for an author domain that has to sign. */
  private static Outcome unlessSigned(
      Findings findings,
      Function<DomainName, Alignment.Signed> signed,
      Function<DomainName, Decision> byNobody,
      Function<DomainName, Decision> byOthers) {
    var author = Findings.authorDomain(findings.evaluation().author());
    if (author.isEmpty()) {
      return PASSES;
    }
    var domain = author.get();
    return switch (signed.apply(domain)) {
      case BY_AUTHOR_DOMAIN -> PASSES;
      case PERHAPS_BY_AUTHOR_DOMAIN ->
          Outcome.oneOf(
              List.of(new Outcome.Fires(byOthers.apply(domain)), PASSES),
              new Row.Missing(
                  Row.Source.KEY, "a key of " + domain + " or its parent could not be fetched"));
      case BY_OTHERS -> new Outcome.Fires(byOthers.apply(domain));
      case BY_NOBODY -> new Outcome.Fires(byNobody.apply(domain));
    };
  }

  private static Optional<Standing.Read> read(Findings findings) {
    return findings.standing() instanceof Standing.Read read ? Optional.of(read) : Optional.empty();
  }

  private static Outcome reject(String rule, String enhancedStatusCode, String text) {
    return new Outcome.Fires(Decision.reject(rule, enhancedStatusCode, text));
  }
}
