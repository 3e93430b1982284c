package org.postseal.endtoend.interop;

import java.io.IOException;
import java.util.Map;

/**
 * Somebody else's implementation of DKIM and ARC. Messages go by names that say how to sign them,
 * see {@link OddLetters.OddLetter}.
 */
interface Witness {

  /**
   * What it says of the DKIM-Signatures of each message.
   *
   * @return {@code pass} for each signature that it finds valid, something else for each other
   */
  Map<String, String> verify(Map<String, byte[]> messages) throws IOException, InterruptedException;

  /** Each message with its DKIM-Signature prepended; without those that it refuses to sign. */
  Map<String, byte[]> sign(Map<String, byte[]> messages) throws IOException, InterruptedException;

  /** What it says of the ARC chain of each message: {@code pass}, {@code fail} or {@code none}. */
  Map<String, String> validate(Map<String, byte[]> messages)
      throws IOException, InterruptedException;

  /** Each message with its next ARC set prepended; without those that it refuses to seal. */
  Map<String, byte[]> seal(Map<String, byte[]> messages) throws IOException, InterruptedException;
}
