package org.postseal.signer.keyring;

import java.util.List;
import org.postseal.authentication.dkim.SigningKey;

/** With what mail of an author domain is signed. */
public sealed interface SigningKeys {

  /**
   * With these keys, each with its selector and its domain: the author domain or the nearest parent
   * that we sign for.
   */
  record Active(List<SigningKey> keys) implements SigningKeys {
    public Active {
      keys = List.copyOf(keys);
    }
  }

  /** We must sign for it and have no key: its mail must not leave. */
  record Missing() implements SigningKeys {}

  /** We do not sign for it. */
  record NotOurs() implements SigningKeys {}

  /** The registry could not be asked, and nothing was known before. */
  record Unavailable(String reason) implements SigningKeys {}
}
