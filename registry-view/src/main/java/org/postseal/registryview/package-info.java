/**
 * What a service knows of the key registry: the domains and the blocklist, followed from their
 * compacted topics into memory.
 *
 * <p>Never: a private key, a write, a framework.
 *
 * <p>RFC 1034 §3.1 (what a sub-domain is).
 */
@NullMarked
package org.postseal.registryview;

import org.jspecify.annotations.NullMarked;
