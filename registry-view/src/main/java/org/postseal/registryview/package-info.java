/**
 * What a service knows of the key registry: the domains, the blocklist and the public keys,
 * followed from their compacted topics into memory; and the way to ask it over HTTP, with the
 * service's own token.
 *
 * <p>Never: a write, a private key (not even as ciphertext), a framework, an answer interpreted or
 * kept.
 *
 * <p>RFC 1034 §3.1 (what a sub-domain is).
 */
@NullMarked
package org.postseal.registryview;

import org.jspecify.annotations.NullMarked;
