package org.postseal.policy;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.postseal.authentication.Evaluation;
import org.postseal.authentication.dns.DomainName;
import org.postseal.authentication.message.HeaderSection;
import org.postseal.authentication.spf.SpfResult;

/**
 * Whether somebody who proves who he is has passed the message on. Only what is authenticated
 * counts: a list field alone, a broken signature of the author domain, or a chain of seals of
 * strangers, a forger can paste.
 */
public enum IndirectFlow {
  /** There is no authenticated sign of one. */
  NONE,
  /** The list that List-Id names has signed it: anybody can have a list, so this saves little. */
  LIST,
  /** A domain on the operator's list of forwarders passed DKIM or SPF. */
  FORWARDER,
  /** A sealer on the operator's list vouches that the author was authenticated when it came in. */
  SEALER;

  /** The strongest sign there is. */
  public static IndirectFlow of(
      Evaluation evaluation, HeaderSection section, Intermediaries trusted) {
    var signed =
        evaluation.dkim().stream()
            .flatMap(result -> result.authenticatedDomain().stream())
            .toList();
    var sent = evaluation.spf().flatMap(SpfResult::authenticatedDomain).stream();
    var author = Findings.authorDomain(evaluation.author());
    if (author.isPresent()
        && evaluation.arc().isPresent()
        && Sealers.vouchFor(author.get(), evaluation.arc().get().sets(), trusted.sealers())) {
      return SEALER;
    }
    if (Stream.concat(signed.stream(), sent).anyMatch(trusted.forwarders()::contains)) {
      return FORWARDER;
    }
    return listId(section).filter(list -> isSignedBy(signed, list)).isPresent() ? LIST : NONE;
  }

  private static boolean isSignedBy(List<DomainName> signed, DomainName list) {
    return signed.stream().anyMatch(domain -> Alignment.isAligned(domain, list));
  }

  /** RFC 2919 §3: {@code "List-Id:" [phrase] "<" list-id ">"}; of several fields, none. */
  private static Optional<DomainName> listId(HeaderSection section) {
    var fields = section.fieldsNamed("list-id");
    if (fields.size() != 1) {
      return Optional.empty();
    }
    var value = fields.getFirst().value();
    int open = value.lastIndexOf('<');
    int close = value.indexOf('>', open + 1);
    return open < 0 || close < 0
        ? Optional.empty()
        : DomainName.parseOctets(value.substring(open + 1, close).strip());
  }
}
