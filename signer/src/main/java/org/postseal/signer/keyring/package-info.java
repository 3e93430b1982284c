/**
 * The keys with which mail of a domain is signed: fetched from the registry, kept in memory.
 *
 * <p>Never: a key without its selector, a key in text, a decision what may be signed.
 *
 * <p>RFC 6376 §3.1 (selectors), §5.2 (which domain signs).
 */
@NullMarked
package org.postseal.signer.keyring;

import org.jspecify.annotations.NullMarked;
