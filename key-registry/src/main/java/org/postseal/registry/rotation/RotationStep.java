package org.postseal.registry.rotation;

import java.time.Instant;
import org.postseal.registry.key.KeyAlgorithm;
import org.postseal.registry.key.SigningKey;
import org.postseal.registry.publication.Sighting;

/** What is to be done next for a domain's keys. */
public sealed interface RotationStep {

  /** Make a key, whose record can then be published. */
  record Announce(KeyAlgorithm algorithm) implements RotationStep {}

  /** Ask the DNS for this key's record: it is its turn. */
  record Look(SigningKey successor) implements RotationStep {}

  /** Sign with it from now on; the one before retires in the same moment. */
  record Switch(SigningKey successor, Sighting sighting) implements RotationStep {}

  /**
   * It is its turn and not everybody sees its record: the key before goes on signing.
   *
   * @param since when it should have begun
   */
  record Late(SigningKey successor, Sighting sighting, Instant since) implements RotationStep {}

  /** No mail that it signed can be on its way: its record becomes void. */
  record Revoke(SigningKey retired) implements RotationStep {}
}
