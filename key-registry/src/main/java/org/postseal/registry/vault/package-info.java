/**
 * Encryption of signing keys by HashiCorp Vault or OpenBao, whose own key never leaves it.
 *
 * <p>Never: a token or a private key in a log or a message, plain HTTP beyond this machine.
 *
 * <p>The HTTP API of the Transit secrets engine: encrypt, decrypt, read key.
 */
@NullMarked
package org.postseal.registry.vault;

import org.jspecify.annotations.NullMarked;
