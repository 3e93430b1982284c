package org.postseal.ingress.server;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.postseal.ingress.acceptance.Account;

/**
 * Checks names and passwords. Never blocks the caller; may complete on any thread. A failed stage
 * means that nothing is known.
 */
public interface Credentials {

  /** Empty if name or password is wrong. */
  CompletionStage<Optional<Account>> check(String name, String password);
}
