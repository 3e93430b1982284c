package org.postseal.ingress.acceptance;

import java.util.List;
import java.util.Optional;

/** Clients that may relay without an account. */
public interface TrustedSettings {
  /** Their networks, such as 10.1.0.0/16 or 2001:db8::/32; none. */
  Optional<List<String>> networks();

  /**
   * What they may write as, as in the accounts file: such mail is signed like a submission. Other
   * mail of theirs is verified like anybody's.
   */
  Optional<List<String>> identities();
}
