/**
 * The DNS port on dnsjava: questions to recursive resolvers, their limits, and a cache in front.
 *
 * <p>Never: a framework, a decision about mail, or an answer merged from two servers.
 *
 * <p>RFC 1035 (messages), RFC 2181 §5.4 (TTLs), RFC 2308 (negative answers), RFC 6840 §5.7 (AD in
 * questions), RFC 6891 (EDNS), RFC 7766 (TCP), RFC 8020 (NXDOMAIN), RFC 9520 (failures).
 */
@NullMarked
package org.postseal.dns;

import org.jspecify.annotations.NullMarked;
