/**
 * Our signing keys: how they are made, the life each leads, its key record, and the encryption of
 * its private half.
 *
 * <p>Never: Kafka, HTTP, a file, a clock, or an unencrypted private key in a {@code toString}.
 *
 * <p>RFC 6376 §3.6.1 (key records), RFC 8301 (RSA sizes), RFC 8463 (Ed25519), RFC 5116 (AES-GCM).
 */
@NullMarked
package org.postseal.registry.key;

import org.jspecify.annotations.NullMarked;
