package org.postseal.registry.publication;

import java.util.List;
import org.postseal.registry.key.KeyName;
import org.postseal.registry.key.SigningKey;

/**
 * One way by which key records get into the DNS. A new key's record is there before anybody can see
 * it, and a revoked key's becomes void, each by the same call: what a key's record says follows
 * from its state.
 */
public interface Publisher {

  /** Whether this is the way for a key's record. */
  boolean isFor(KeyName name);

  /** Makes the records say what the keys say; the same may be asked again; blocks. */
  Published publish(List<SigningKey> keys);

  /** What came of it. */
  sealed interface Published {

    /** The servers have it, or answer with it from memory. */
    record There() implements Published {}

    /** A person has to put it there: {@code keys dns} prints what. */
    record ByHand() implements Published {}

    /** Nothing is known to be changed; to be tried again. */
    record Failed(String reason) implements Published {}
  }

  /** The way that is always there: text for people. */
  static Publisher byHand() {
    return always(new Published.ByHand());
  }

  /** The built-in name server, which answers from the registry's memory. */
  static Publisher builtIn() {
    return always(new Published.There());
  }

  private static Publisher always(Published outcome) {
    return new Publisher() {
      @Override
      public boolean isFor(KeyName name) {
        return true;
      }

      @Override
      public Published publish(List<SigningKey> keys) {
        return outcome;
      }
    };
  }
}
