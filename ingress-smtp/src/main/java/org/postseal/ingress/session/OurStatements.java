package org.postseal.ingress.session;

import java.util.Optional;
import org.postseal.authentication.dkim.Selector;
import org.postseal.authentication.dns.DomainName;
import org.postseal.signingpolicy.KeyStatement;
import org.postseal.signingpolicy.PolicyStatement;

/** What we state about domains we sign for. Answers from memory, at once, on any thread. */
public interface OurStatements {

  /**
   * Whether the answers can be trusted yet: false while domains and keys were not read for the
   * first time, when an unknown one means nothing.
   */
  boolean isComplete();

  /** The policy of a domain; empty if it is not ours to sign for. */
  Optional<PolicyStatement> policy(DomainName domain);

  /** A key of a domain of ours; it may say that it is revoked. Empty if there is none. */
  Optional<KeyStatement> key(Selector selector, DomainName domain);

  /** Of a server that states nothing. */
  OurStatements NONE =
      new OurStatements() {
        @Override
        public boolean isComplete() {
          return true;
        }

        @Override
        public Optional<PolicyStatement> policy(DomainName domain) {
          return Optional.empty();
        }

        @Override
        public Optional<KeyStatement> key(Selector selector, DomainName domain) {
          return Optional.empty();
        }
      };
}
