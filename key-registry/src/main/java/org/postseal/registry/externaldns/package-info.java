/**
 * Key records as {@code DNSEndpoint} objects of Kubernetes, for external-dns, which brings them to
 * whatever DNS provider it is set up for.
 *
 * <p>Never: a private key, another kind of object, a decision about a key's life.
 *
 * <p>RFC 1035 §3.3 (strings of 255 octets).
 */
@NullMarked
package org.postseal.registry.externaldns;

import org.jspecify.annotations.NullMarked;
