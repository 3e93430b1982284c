package org.postseal.registry.key;

import org.postseal.topics.SigningKeyEntry.SealedPrivateKey;

/** Encrypts private keys at rest. An implementation on a key management service has its place. */
public interface KeyEncryption {

  /**
   * What a ciphertext belongs to, as associated data: moved to another key's entry it does not
   * open.
   */
  record Binding(String keyId, KeyName name) {}

  SealedPrivateKey seal(byte[] privateKey, Binding binding);

  /**
   * The private key in clear.
   *
   * @throws UnopenableKeyException if the key-encryption key is not there or the ciphertext is not
   *     what was written for this binding
   */
  byte[] open(SealedPrivateKey sealed, Binding binding) throws UnopenableKeyException;

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
