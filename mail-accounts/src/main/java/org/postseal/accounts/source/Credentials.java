package org.postseal.accounts.source;

import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.postseal.accounts.sasl.AccountAnswer;
import org.postseal.accounts.sasl.AccountQuestion;
import org.postseal.accounts.sasl.Evidence;

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
