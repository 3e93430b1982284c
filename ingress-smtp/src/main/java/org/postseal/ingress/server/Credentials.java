package org.postseal.ingress.server;

import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.postseal.ingress.sasl.AccountAnswer;
import org.postseal.ingress.sasl.AccountQuestion;
import org.postseal.ingress.sasl.Evidence;

/** Knows the accounts. */
public interface Credentials {

  /** By what accounts can be recognised now; at once, on any thread. */
  Set<Evidence> evidence();

  /**
   * Never blocks the caller; may complete on any thread. A failed stage means that nothing is
   * known.
   */
  CompletionStage<AccountAnswer> ask(AccountQuestion question);
}
