package org.postseal.policy;

import java.util.List;
import java.util.Optional;
import org.postseal.authentication.Evaluation;
import org.postseal.authentication.dns.DomainName;
import org.postseal.authentication.message.Author;

/**
 * Everything the table decides from, about one message that an unauthenticated peer brought.
 *
 * @param evaluation every check's result
 * @param standing what the registry says of author and peer
 * @param indirectFlow whether others have passed the message on, as far as that can be told
 * @param asked what the author domain says when asked itself
 */
public record Findings(
    Evaluation evaluation, Standing standing, IndirectFlow indirectFlow, Asked asked) {

  /** Nobody was asked. */
  public Findings(Evaluation evaluation, Standing standing, IndirectFlow indirectFlow) {
    this(evaluation, standing, indirectFlow, Asked.nothing());
  }

  /** Nobody has passed the message on. */
  public Findings(Evaluation evaluation, Standing standing) {
    this(evaluation, standing, new IndirectFlow.None());
  }

  /** The same with what the author domain says when asked. */
  public Findings with(Asked answer) {
    return new Findings(evaluation, standing, indirectFlow, answer);
  }

  /** Every domain that From names. */
  public static List<DomainName> domains(Author author) {
    return switch (author) {
      case Author.One(var domain) -> List.of(domain);
      case Author.Several(var domains) -> domains;
      case Author.None _, Author.Repeated _, Author.Malformed _ -> List.of();
    };
  }

  /** The one domain that From names, however many authors have it. */
  public static Optional<DomainName> authorDomain(Author author) {
    var domains = domains(author);
    return domains.size() == 1 ? Optional.of(domains.getFirst()) : Optional.empty();
  }
}
