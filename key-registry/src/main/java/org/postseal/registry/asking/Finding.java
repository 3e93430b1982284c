package org.postseal.registry.asking;

import java.util.Optional;
import org.postseal.signingpolicy.KeyStatement;
import org.postseal.signingpolicy.PolicyStatement;
import org.postseal.signingpolicy.TrustLevel;

/** What one source came to. */
sealed interface Finding {

  /**
   * The domain's host answered.
   *
   * @param policy if it states one
   * @param key if one was asked for
   * @param trust how the host proved itself
   */
  record Said(Optional<PolicyStatement> policy, Key key, TrustLevel trust) implements Finding {}

  /** There is nobody who answers such questions. */
  record NotOffered(String reason, Optional<TrustLevel> trust) implements Finding {}

  /** Nobody could be asked now. */
  record NotNow(String reason) implements Finding {}

  /** About the key. */
  sealed interface Key {
    record Stated(KeyStatement statement) implements Key {}

    /** The domain says that it has no such key, or says nothing that makes sense. */
    record None(String reason) implements Key {}

    record NotAskedFor() implements Key {}
  }
}
