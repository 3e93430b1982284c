/**
 * The DNS port: the questions that authenticating and routing mail ask of the DNS, and the four
 * ways they can end.
 *
 * <p>Never: a packet, a cache, a resolver. An adapter (module {@code mail-dns}) answers; tests fill
 * a map.
 *
 * <p>RFC 1034 §3.1 (names), RFC 1035 §2.3.4 (limits), RFC 2308 (NXDOMAIN and NODATA), RFC 5890
 * (A-labels, U-labels), RFC 7505 (null MX).
 */
@NullMarked
package org.postseal.authentication.dns;

import org.jspecify.annotations.NullMarked;
