package org.postseal.authentication;

import java.util.List;
import java.util.Optional;
import org.postseal.authentication.dkim.DkimResult;
import org.postseal.authentication.domainkeys.DomainKeysResult;
import org.postseal.authentication.message.Author;
import org.postseal.authentication.message.ContentDefect;

/**
 * All results for one message. A method that was not applied is empty.
 *
 * @param author whom the message says it is from; nothing of it is proven
 * @param defect why the content cannot be judged like any other, if so
 * @param dkim one result per DKIM-Signature, top to bottom
 * @param domainKeys the best result of all DomainKey-Signatures
 */
public record Evaluation(
    Author author,
    Optional<ContentDefect> defect,
    List<DkimResult> dkim,
    Optional<DomainKeysResult> domainKeys) {
  public Evaluation {
    dkim = List.copyOf(dkim);
  }

  /** An evaluation with DKIM as its only method. */
  public Evaluation(Author author, Optional<ContentDefect> defect, List<DkimResult> dkim) {
    this(author, defect, dkim, Optional.empty());
  }

  /** An evaluation with DKIM as its only method. */
  public static Evaluation of(
      Author author, Optional<ContentDefect> defect, List<DkimResult> dkim) {
    return new Evaluation(author, defect, dkim);
  }

  /** The same with DomainKeys applied. */
  public Evaluation with(DomainKeysResult result) {
    return new Evaluation(author, defect, dkim, Optional.of(result));
  }
}
