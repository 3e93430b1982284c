package org.postseal.registry.journal;

import java.time.LocalDate;
import java.util.Optional;
import org.postseal.registry.key.SigningKey;
import org.postseal.topics.DomainEntry;

/** When keys are meant to sign no more: told to strangers, who need not keep them any longer. */
public interface NextTurns {

  /**
   * The day, in UTC, from which a key is not meant to sign.
   *
   * @param domain the entry of the key's domain, if there is one
   */
  Optional<LocalDate> after(SigningKey key, Optional<DomainEntry> domain);

  /** Nothing is planned. */
  static NextTurns none() {
    return (_, _) -> Optional.empty();
  }
}
