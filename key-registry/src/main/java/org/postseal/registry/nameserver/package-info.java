/**
 * Our key records as zones of the DNS: what the built-in server answers from.
 *
 * <p>Never: sockets, packets, a private key, or anything that is not in memory.
 *
 * <p>RFC 6376 §3.6.2.1 (names of key records), RFC 8020 (empty non-terminals).
 */
@NullMarked
package org.postseal.registry.nameserver;

import org.jspecify.annotations.NullMarked;
