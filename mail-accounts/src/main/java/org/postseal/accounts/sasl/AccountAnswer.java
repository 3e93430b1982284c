package org.postseal.accounts.sasl;

import java.util.Optional;
import org.postseal.accounts.Account;
import org.postseal.accounts.password.ScramKeys;

/**
 * The answer to an {@link AccountQuestion}.
 *
 * @param account whose password, token or certificate it is; for keys, whose they are. Empty if
 *     nobody's
 * @param keys present if they were asked for, for a name that nobody has as well: keys that no
 *     password fits, so that a client cannot tell names apart
 */
public record AccountAnswer(Optional<Account> account, Optional<ScramKeys> keys) {

  public static AccountAnswer of(Optional<Account> account) {
    return new AccountAnswer(account, Optional.empty());
  }

  public static AccountAnswer nobody() {
    return of(Optional.empty());
  }
}
