package org.postseal.authentication;

import java.util.List;
import java.util.Optional;
import org.postseal.authentication.dkim.DkimResult;
import org.postseal.authentication.message.Author;
import org.postseal.authentication.message.ContentDefect;

/**
 * All results for one message.
 *
 * @param author whom the message says it is from; nothing of it is proven
 * @param defect why the content cannot be judged like any other, if so
 * @param dkim one result per DKIM-Signature, top to bottom
 */
public record Evaluation(Author author, Optional<ContentDefect> defect, List<DkimResult> dkim) {
  public Evaluation {
    dkim = List.copyOf(dkim);
  }

  /** An evaluation with DKIM as its only method. */
  public static Evaluation of(
      Author author, Optional<ContentDefect> defect, List<DkimResult> dkim) {
    return new Evaluation(author, defect, dkim);
  }
}
