package org.postseal.registry.key;

import java.util.Set;
import org.postseal.topics.SigningKeyEntry.SealedPrivateKey;

/**
 * Encrypts private keys at rest: under keys from a file, or by a service that never shows its own.
 */
public interface KeyEncryption {

  /**
   * What a ciphertext belongs to, as associated data: moved to another key's entry it does not
   * open.
   */
  record Binding(String keyId, KeyName name) {}

  /**
   * Seals with the current key.
   *
   * @throws UnavailableException if it takes a service for that, which does not answer
   */
  SealedPrivateKey seal(byte[] privateKey, Binding binding);

  /**
   * The private key in clear.
   *
   * @throws UnopenableKeyException if the key-encryption key is not there or the ciphertext is not
   *     what was written for this binding, or if the service for it does not answer
   */
  byte[] open(SealedPrivateKey sealed, Binding binding) throws UnopenableKeyException;

  /**
   * The name of the key that seals now, such as {@code file:2}.
   *
   * @throws UnavailableException if it takes a service to know, which does not answer
   */
  String current();

  /** The name of the key that a private key was sealed with. */
  String nameOf(SealedPrivateKey sealed);

  /** The names of all keys that an operator keeps for this, and could take away. */
  Set<String> kept();

  /** The service that encrypts does not do so now. */
  final class UnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnavailableException(String message) {
      super(message);
    }

    public UnavailableException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** A private key that cannot be decrypted; nothing of it is in the message. */
  final class UnopenableKeyException extends Exception {
    private static final long serialVersionUID = 1L;

    public UnopenableKeyException(String message) {
      super(message);
    }

    public UnopenableKeyException(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
